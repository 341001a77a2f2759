import { describe, expect, it } from 'vitest';
import { textScatter } from '../../src/report/text-scatter.ts';

const draw = (...pairs: [number, number][]): string[] =>
  textScatter({
    points: pairs.map(([x, y]) => ({ x, y })),
    xLabel: 'score',
    yLabel: 'glue',
  }).split('\n');

/** Dots that are drawn. */
function dotsIn(lines: readonly string[]): number {
  let dots = 0;
  for (const character of lines.join('')) {
    const code = (character.codePointAt(0) ?? 0) - 0x2800;
    if (code < 0 || code > 255) continue;
    for (let bit = 0; bit < 8; bit++) dots += (code >> bit) & 1;
  }
  return dots;
}

describe('textScatter', () => {
  it('draws a dot for each point that has its own place: catches a bit that is wrong', () => {
    const lines = draw([0, 0], [1, 1], [2, 2], [3, 3], [4, 4]);
    expect(dotsIn(lines)).toBe(5);
    const rows = lines.slice(1, 17).flatMap((line, row) => (dotsIn([line]) > 0 ? [row] : []));
    expect(rows).toEqual([0, 4, 8, 11, 15]);
  });

  it('puts the highest at the top and the largest at the right: catches an axis that is turned', () => {
    const lines = draw([0, 0], [10, 5]);
    const [top = '', bottom = ''] = [lines[1], lines[16]];
    expect(top.length).toBeGreaterThan(70);
    expect(bottom.length).toBeLessThan(15);
  });

  it('fills every dot of a cell: catches two points that share a bit', () => {
    const grid: [number, number][] = [];
    for (let x = 0; x < 160; x++) for (let y = 0; y < 80; y++) grid.push([x, y]);
    const inside = draw(...grid)[8]?.slice(12, 60) ?? '';
    expect([...new Set(inside)]).toEqual(['\u28ff']);
  });

  it.each([60, 80])(
    'names both axes and stays within %d columns, with long names too: catches a line that wraps',
    (width) => {
      const words = (name: string): string => Array(30).fill(name).join(' ');
      const text = textScatter({
        points: [
          { x: 1e-7, y: -123456.789 },
          { x: 1e9, y: 987654.321 },
        ],
        xLabel: words('xxxx'),
        yLabel: words('yyyy'),
        width,
      });
      const lines = text.split('\n');
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(width);
      // The axis is as long as the width allows.
      expect(Math.max(...lines.map(({ length }) => length))).toBe(width - 2);
      expect([text.match(/xxxx/g)?.length, text.match(/yyyy/g)?.length]).toEqual([30, 30]);
      expect(lines.at(-1)).toBe('');
    },
  );

  it('keeps a name of one word whole, whatever its length: catches a name that is cut', () => {
    const [point] = [{ x: 1, y: 2 }];
    const text = textScatter({ points: [point], xLabel: 'x'.repeat(200), yLabel: 'y', width: 60 });
    expect(text).toContain('x'.repeat(200));
  });

  it('says that an axis is logarithmic: catches distances that mislead', () => {
    expect(draw([1, 1], [100, 2]).join('\n')).toContain('score (log scale)');
    expect(draw([-1, 1], [100, 2]).join('\n')).not.toContain('log scale');
  });

  it('handles no point, one, and equal ones: catches an axis without a length', () => {
    expect(textScatter({ points: [], xLabel: 'x', yLabel: 'y' })).toBe('');
    for (const lines of [draw([3, 4]), draw([3, 4], [3, 4]), draw([0, 0])]) {
      expect(dotsIn(lines)).toBe(1);
      expect(lines.join('')).not.toContain('NaN');
    }
  });

  it('draws numbers at the end of the range: catches a difference that overflows', () => {
    expect(dotsIn(draw([-1.7e308, 0], [1.7e308, 1]))).toBe(2);
  });
});
