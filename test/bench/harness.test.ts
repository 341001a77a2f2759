import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { alternate, checkNormals, median, medianRatio } from '../../bench/harness.js';
import { asMarkdown, asText, isMet, MARKERS } from '../../bench/report.js';
import { ROOT } from '../cli/run.ts';

describe('median', () => {
  test('the middle one of an odd number, between the two of an even one, in any order', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([10, 1, 2, 3])).toBe(2.5);
    expect(median([])).toBeNaN();
  });

  test('of ratios is taken round by round: a slow round of both is no difference', () => {
    expect(medianRatio([2, 200, 4], [1, 100, 2])).toBe(2);
  });
});

describe('alternate', () => {
  test('the sides take turns, and the first round does not count', async () => {
    const order: string[] = [];
    const side = (name: string) => (): Promise<number> => Promise.resolve(order.push(name));
    const values = await alternate(2, { a: side('a'), b: side('b') });
    expect(order.join('')).toBe('ababab');
    expect(values).toEqual({ a: [3, 5], b: [4, 6] });
  });
});

describe('checkNormals', () => {
  test('a sum of squares of another variance is refused', () => {
    expect(() => {
      checkNormals(4.01, 10_000, 0.02, 'a side');
    }).not.toThrow();
    expect(() => {
      checkNormals(5, 10_000, 0.02, 'a side');
    }).toThrow('a side has 1.25 of the expected');
  });
});

describe('the report', () => {
  const ratio = { name: 'a ratio', value: 1.4, bound: 'at least', target: 1.5 } as const;
  const entry = {
    name: 'a-bench',
    title: 'A bench',
    settings: 'once',
    figures: [{ name: 'time', value: 1.2345, unit: 's' }] as const,
    ratios: [ratio, { ...ratio, bound: 'at most' }] as const,
    checks: ['equal'],
    skipped: ['torch: not there'],
  };

  test('a target is met at the target itself, and on its right side', () => {
    expect(isMet(ratio)).toBe(false);
    expect(isMet({ ...ratio, value: 1.5 })).toBe(true);
    expect(isMet({ ...ratio, bound: 'at most' })).toBe(true);
    expect(isMet({ ...ratio, value: NaN })).toBe(false);
  });

  test('what is not met and what was skipped is said, in both forms', () => {
    const place = { commit: 'abc', date: '2026-01-01' };
    const copy = { ...entry, ...place, figures: [...entry.figures], ratios: [...entry.ratios] };
    expect(asText(copy)).toContain('a ratio: 1.4x (at least 1.5x): NOT met');
    expect(asText(copy)).toContain('skipped: torch: not there');
    const machine = {
      cpu: 'a processor',
      cores: 2,
      memoryGigabytes: 8,
      node: 'v20',
      ...place,
    };
    const table = asMarkdown({ machine, peers: { numpy: '1.2' }, quick: false, benches: [copy] });
    expect(table).toContain(
      '| a ratio | 1.4x | at least 1.5x: **not met** |\n| a ratio | 1.4x | at most 1.5x: met |',
    );
    expect(table).toContain('### A bench\n\n| figure | measured | target |');
    expect(table).toContain('| time | 1.23 s | |');
    expect(table).toContain('Skipped: torch: not there.');
    expect(table).toContain('a processor, 2 cores; Node v20, numpy 1.2; commit abc, 2026-01-01');
    const other = { ...copy, name: 'other', commit: 'def' };
    expect(
      asMarkdown({ machine, peers: {}, quick: false, benches: [copy, other] }),
      'catches a figure of another commit that is taken for one of this',
    ).toContain(`${entry.name}: commit abc, 2026-01-01; other: commit def, 2026-01-01`);
  });

  test('docs/performance.md has a place for it', () => {
    const page = readFileSync(join(ROOT, 'docs', 'performance.md'), 'utf8');
    const [begin, end] = MARKERS.map((marker) => page.indexOf(marker));
    expect(begin).toBeGreaterThan(0);
    expect(end).toBeGreaterThan(begin ?? 0);
  });
});
