import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { SearchRequest } from '../../src/workflows/search-request.ts';
import { search } from '../../src/workflows/search.ts';
import { temporaryFile } from '../temporary-files.ts';
import { valueOf as reached } from '../workflows/outcomes.ts';

/** The best of a space of `fixtures/spaces` by the score of NSC in its authors' shapes. */
async function published(
  name: string,
  top: number,
  request: Partial<SearchRequest> = { proxySettings: { nscShapes: 'paper' } },
): Promise<Published[]> {
  const space = `fixtures/spaces/${name}.json`;
  const asked = { space, proxy: 'nsc', top, emit: 'specs', ...request } as const;
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
  layers: z
    .array(
      z.object({ feed_forward_width: z.number(), lora_rank: z.record(z.string(), z.number()) }),
    )
    .default([]),
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

  /** Heads are matrices of their own, and those of a decoder are drawn as Xavier does. */
  const ofHeads = {
    proxySettings: { nscShapes: 'heads' },
    initialization: 'xavier-normal',
  } as const;

  it('LoNAS: the optimum', async () => {
    const [first] = await published('lonas', 1, ofHeads);
    expect(first?.score).toBeCloseTo(881_196.7522, 3);
    const layers = first?.spec.layers ?? [];
    expect(counted(layers.map((own) => own.feed_forward_width).sort())).toBe(
      '30 x 8256 + 2 x 9632',
    );
    expect(counted(layers.map((own) => own.lora_rank))).toBe(
      '32 x {"q_proj":32,"k_proj":32,"v_proj":32}',
    );
    // Beside q, k, v and o, beside gate and up, and beside down: r (in + out) each.
    const widths = 30 * 8256 + 2 * 9632;
    const adapters = 32 * (4 * 32 * 8192 + 3 * 32 * 4096) + 3 * 32 * widths;
    expect(first?.parameters).toBe(5_690_097_664 + adapters + 4096);
  });

  it('LoNAS: all 129 points of the front, where ranks that cost nothing are whole', async () => {
    const space = z.looseObject({
      layers: z.looseObject({ choices: z.looseObject({ lora_rank: z.array(z.unknown()) }) }),
    });
    const { constraints, layers, ...rest } = space.parse(
      JSON.parse(readFileSync('fixtures/spaces/lonas.json', 'utf8')),
    );
    const [whole] = layers.choices.lora_rank;
    const choices = { ...layers.choices, lora_rank: [whole] };
    const file = temporaryFile(
      'lonas.json',
      JSON.stringify({ ...rest, layers: { ...layers, choices } }),
    );
    const request = { space: file, proxy: 'nsc', front: 'params', ...ofHeads } as const;
    expect(reached(await search(request)).document.ranking).toHaveLength(129);
  });
});
