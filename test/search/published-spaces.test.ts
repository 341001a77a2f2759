import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { atOnce } from '../../src/event-loop-break.ts';
import { expectedLogDeterminant } from '../../src/capacity/log-determinant.ts';
import { bestModels, frontOfModels, type Found } from '../../src/search/exact-search.ts';
import { NO_LIMIT, searchTask, type MeasuredGroup } from '../../src/search/measured-group.ts';
import { search } from '../../src/workflows/search.ts';
import { valueOf } from '../evaluation/value-of.ts';
import { valueOf as reached } from '../workflows/outcomes.ts';

/** Psi of a matrix whose entries have a standard deviation; Xavier's if absent. */
function psi(rows: number, cols: number, deviation = Math.sqrt(2 / (rows + cols))): number {
  return expectedLogDeterminant(rows, cols, deviation ** 2);
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

/** The best of a space of `fixtures/spaces` by the score of NSC in its authors' shapes. */
async function published(name: string, top: number): Promise<Published[]> {
  const space = `fixtures/spaces/${name}.json`;
  const proxySettings = { nscShapes: 'paper' };
  const asked = { space, proxy: 'nsc', proxySettings, top, emit: 'specs' } as const;
  const { document, specs = [] } = reached(await search(asked));
  const lines = [...specs];
  return document.ranking.map(({ score, parameters }, index) => ({
    score,
    parameters: parameters.total,
    spec: specSchema.parse(JSON.parse(lines[index] ?? '')),
  }));
}

interface Published {
  readonly score: number;
  readonly parameters: number;
  readonly spec: z.infer<typeof specSchema>;
}

const perLayer = z.array(z.number()).default([]);
const specSchema = z.object({
  d_model: z.number().default(NaN),
  n_layer: z.number().default(NaN),
  d_inner: perLayer,
  num_heads: perLayer,
  mlp_ratio: perLayer,
});

/** How often each value occurs, as `7 x a + 2 x b`. */
function counted(values: readonly unknown[]): string {
  const counts = new Map<string, number>();
  for (const value of values.map((own) => JSON.stringify(own))) {
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].map(([value, count]) => `${count} x ${value}`).join(' + ');
}

describe('the spaces that the authors of NSC-DP publish', () => {
  it('Transformer-XL: the optimum and the four that follow', async () => {
    const found = await published('transformer-xl', 5);
    expect(found.map(({ score }) => score.toFixed(3))).toEqual([
      '12391.756',
      '12390.677',
      '12389.597',
      '12388.576',
      '12388.518',
    ]);
    const { d_model: width, n_layer: layers, d_inner: inner = [] } = found[0]?.spec ?? {};
    expect([width, layers, counted(inner)]).toEqual([512, 18, '18 x 1152']);
    // Of the blocks: those of the model less its embedding, its last norm, and the biases of its head.
    expect((found[0]?.parameters ?? NaN) - (1000 + 32 + 2) * 512 - 1000).toBe(40_211_712);
  });

  it.each([
    { name: 'tiny', score: 8802.5525, parameters: 5_896_704, layers: '14 x [3.5,3]' },
    { name: 'small', score: 17790.0437, parameters: 23_492_928, layers: '7 x [3,7] + 7 x [3.5,7]' },
    { name: 'base', score: 29579.5962, parameters: 54_491_136, layers: '5 x [3,10] + 11 x [3,9]' },
  ])('AutoFormer $name: the optimum', async ({ name, score, parameters, layers }) => {
    const [first] = await published(`autoformer-${name}`, 1);
    expect(first?.score).toBeCloseTo(score, 3);
    expect(first?.parameters).toBe(parameters);
    const { num_heads: heads = [], mlp_ratio: ratios = [] } = first?.spec ?? {};
    expect(counted(heads.map((own, layer) => [ratios[layer], own]).sort())).toBe(layers);
  });

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
