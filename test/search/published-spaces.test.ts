import { describe, expect, it } from 'vitest';
import { atOnce } from '../../src/event-loop-break.ts';
import { expectedLogDeterminant } from '../../src/capacity/log-determinant.ts';
import { bestModels, frontOfModels, type Found } from '../../src/search/exact-search.ts';
import { NO_LIMIT, searchTask, type MeasuredGroup } from '../../src/search/measured-group.ts';
import { valueOf } from '../evaluation/value-of.ts';

/** Psi of a matrix whose entries have a standard deviation; Xavier's if absent. */
function psi(rows: number, cols: number, deviation = Math.sqrt(2 / (rows + cols))): number {
  return expectedLogDeterminant(rows, cols, deviation ** 2);
}

/** A range of whole numbers, both ends included. */
function range(first: number, last: number, step: number): number[] {
  return Array.from({ length: (last - first) / step + 1 }, (_, index) => first + index * step);
}

/** A group by its layers' choices, of which each has a score and a number of parameters. */
function groupOf<Choice>(
  layers: number,
  choices: readonly Choice[],
  of: (choice: Choice) => { score: number; params: number },
  other = { score: 0, params: 0 },
): MeasuredGroup {
  const options = choices.map((choice) => {
    const { score, params } = of(choice);
    return { value: layers * score + other.score, sums: [layers * params + other.params] };
  });
  return { layers, options };
}

/** The best models with at most `most` parameters and at least `least`. */
function best(groups: readonly MeasuredGroup[], top: number, most: number, least = 0): Found[] {
  const task = searchTask(groups, [{ least, most }]);
  return valueOf(atOnce(bestModels(groups, task, top)));
}

/** The layers of a model by the names of their choices, as `7 x a + 2 x b`. */
function layersOf({ counts }: Found, choices: readonly unknown[]): string {
  return counts
    .flatMap((count, index) =>
      count === 0 ? [] : [`${count} x ${JSON.stringify(choices[index])}`],
    )
    .join(' + ');
}

describe('the spaces that the authors of NSC-DP publish', () => {
  it('Transformer-XL: the optimum and the four that follow', () => {
    const widths = [...range(512, 2048, 128), ...range(2304, 4096, 256)];
    const shapes = [128, 256, 384, 512, 640, 768, 1024].flatMap((d) =>
      [12, 14, 16, 18].map((layers) => ({ d, layers })),
    );
    const groups = shapes.map(({ d, layers }) =>
      groupOf(layers, widths, (inner) => ({
        score: psi(3 * d, d, 0.02) + psi(d, d, 0.02) + 2 * psi(inner, d, 0.02),
        params: 4 * d * d + 9 * d + inner * (2 * d + 1),
      })),
    );
    const found = best(groups, 5, 38.4e6 * 1.05, 38.4e6 * 0.95);
    expect(found.map(({ score }) => score.toFixed(3))).toEqual([
      '12391.756',
      '12390.677',
      '12389.597',
      '12388.576',
      '12388.518',
    ]);
    const [first] = found;
    expect(first && shapes[first.group]).toEqual({ d: 512, layers: 18 });
    expect(first && layersOf(first, widths)).toBe('18 x 1152');
    expect(first?.sums).toEqual([40_211_712]);
  });

  const sizes = [
    {
      name: 'tiny',
      widths: [192],
      depths: [12, 13, 14],
      ratios: [3.5, 4],
      heads: [3, 4],
      most: 5.9e6,
      score: 8802.5525,
      params: 5_896_704,
      layers: '14 x [3.5,3]',
    },
    {
      name: 'small',
      widths: [320, 384, 448],
      depths: [12, 13, 14],
      ratios: [3, 3.5, 4],
      heads: [5, 6, 7],
      most: 23.5e6,
      score: 17790.0437,
      params: 23_492_928,
      layers: '7 x [3,7] + 7 x [3.5,7]',
    },
    {
      name: 'base',
      widths: [528, 576, 624],
      depths: [14, 15, 16],
      ratios: [3, 3.5, 4],
      heads: [8, 9, 10],
      most: 54.5e6,
      score: 29579.5962,
      params: 54_491_136,
      layers: '11 x [3,9] + 5 x [3,10]',
    },
  ];
  it.each(sizes)(
    'AutoFormer $name: the optimum',
    ({ widths, depths, ratios, heads, most, ...right }) => {
      const choices = ratios.flatMap((ratio) => heads.map((count) => [ratio, count] as const));
      const groups = widths.flatMap((e) =>
        depths.map((depth) =>
          groupOf(
            depth,
            choices,
            ([ratio, count]) => {
              const inner = Math.floor(e * ratio);
              const q = 64 * count;
              return {
                score: psi(3 * q, e) + psi(q, e) + 2 * psi(inner, e),
                params: 3 * q * e + 3 * q + q * e + e + 2 * e * inner + inner + e + 4 * e,
              };
            },
            { score: psi(e, 768), params: 768 * e + e + e + 197 * e + 2 * e },
          ),
        ),
      );
      const [first] = best(groups, 1, most);
      expect(first?.score).toBeCloseTo(right.score, 3);
      expect(first?.sums).toEqual([right.params]);
      expect(first && layersOf(first, choices)).toBe(right.layers);
    },
  );

  it('LoNAS: the optimum, and all 129 points of the front', () => {
    const choices = [32, 28].flatMap((rank) =>
      [11008, 9632, 8256, 6880, 5504].map((width) => [rank, width] as const),
    );
    const a = (r: number): number => 32 * psi(128, 4096) + psi(r, 4096) + psi(4096, r);
    const groups = [
      groupOf(
        32,
        choices,
        ([rank, k]) => ({
          score:
            3 * a(rank) +
            a(32) +
            2 * (psi(k, 4096) + psi(32, 4096) + psi(k, 32)) +
            (psi(4096, k) + psi(32, k) + psi(4096, 32)),
          params: 3 * 4096 * k,
        }),
        { score: 0, params: 2_409_889_792 },
      ),
    ];
    const [first] = best(groups, 1, 5.7e9);
    expect(first?.score).toBeCloseTo(881_196.7522, 3);
    expect(first && layersOf(first, choices)).toBe('2 x [32,9632] + 30 x [32,8256]');
    expect(first?.sums).toEqual([5_690_097_664]);
    const task = searchTask(groups, [NO_LIMIT]);
    expect(valueOf(atOnce(frontOfModels(groups, task, 0)))).toHaveLength(129);
  });
});
