import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { roundForTies } from '../../src/scoring/round-for-ties.ts';
import { enumerate } from '../../src/workflows/enumerate.ts';
import { rank } from '../../src/workflows/rank.ts';
import { search } from '../../src/workflows/search.ts';
import type { SearchRequest } from '../../src/workflows/search-request.ts';
import { valueOf } from './outcomes.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zerolm-search-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A space whose candidates are few enough to be ranked one by one. */
interface SmallSpace {
  readonly name: string;
  readonly space: object;
  /** What of a spec is its layers: search lists one of those with the same, in any order. */
  readonly layersOf: (spec: Record<string, unknown>) => unknown[];
}

const encoders: SmallSpace = {
  name: 'encoders with a list of layers',
  space: {
    base: { vocab_size: 1000, embedding_size: 64 },
    choices: { hidden_size: [64, 128] },
    layers: {
      number: [1, 2, 3],
      list: 'nas_config.encoder_layers',
      choices: {
        num_operation_heads: [2, 4],
        feed_forward_dimension: [100, 256],
      },
      together: [
        [
          { operation_type: 'SA', operation_parameter: 'SDP' },
          { operation_type: 'DSC', operation_parameter: 5 },
          { operation_type: 'LT', operation_parameter: 'DFT' },
        ],
      ],
    },
  },
  layersOf: ({ nas_config: own }) =>
    z.object({ encoder_layers: z.array(z.unknown()) }).parse(own).encoder_layers,
};

const decoders: SmallSpace = {
  name: 'decoders with lists of values',
  space: {
    base: { model_type: 'hf_gpt2_flex', n_token: 500, tgt_len: 32 },
    choices: { d_model: [64, 96] },
    layers: {
      number: [2, 3, 4],
      number_key: 'n_layer',
      choices: { n_head: [2, 4, 8], d_inner: [64, 300] },
    },
  },
  layersOf: ({ n_head: heads, d_inner: widths }) =>
    Array.isArray(heads) && Array.isArray(widths)
      ? heads.map((head: unknown, index): unknown => [head, widths[index]])
      : [],
};

const llamas: SmallSpace = {
  name: 'models of equal layers',
  space: {
    base: { model_type: 'llama', vocab_size: 1000 },
    choices: {
      num_hidden_layers: [1, 2, 5],
      intermediate_size: [100, 200, 300],
      hidden_size: [32, 64],
      num_attention_heads: [2, 4],
    },
  },
  layersOf: () => [],
};

interface Ranked {
  readonly id: string;
  readonly score: number;
  readonly cost: number;
  readonly orders: bigint;
}

/** All candidates of a space within constraints, as search would list them, by ranking each of them. */
async function rankEach(
  { layersOf }: SmallSpace,
  file: string,
  request: SearchRequest,
): Promise<Ranked[]> {
  const { constraint, ...scoring } = request;
  const walk = valueOf(await enumerate({ space: file, constraint: constraint ?? [] }));
  const lines: string[] = [];
  for await (const batch of walk.batches) for (const { line } of batch) lines.push(line);
  const input = join(folder, 'all.ndjson');
  await writeFile(input, lines.join('\n'));
  const { document } = valueOf(await rank({ ...scoring, inputs: [input], cost: 'params' }));
  const byId = new Map(document.ranking.map((entry) => [entry.id, entry]));
  const known = new Map<string, Ranked>();
  for (const line of lines) {
    const { id, ...spec } = z.looseObject({ id: z.string() }).parse(JSON.parse(line));
    const entry = byId.get(id);
    const layers = layersOf(spec).map((layer) => JSON.stringify(layer));
    const others = Object.entries(spec).filter(([, value]) => typeof value !== 'object');
    const key = JSON.stringify([others, layers.sort()]);
    const first = known.get(key) ?? {
      id,
      score: entry?.score ?? NaN,
      cost: entry?.cost?.value ?? NaN,
      orders: 0n,
    };
    known.set(key, { ...first, orders: first.orders + 1n });
  }
  return [...known.values()].sort((a, b) => roundForTies(b.score) - roundForTies(a.score));
}

describe('search', () => {
  const proxies = ['zerolm', 'nsc', 'bottleneck', 'params', 'flops', 'depth'] as const;
  const constraints = [
    [],
    ['params <= 180k'],
    ['params >= 100k', 'params <= 200k', 'flops < 90k'],
    ['attention_params == 2 * 16640'],
    ['feed_forward_params / 3 <= attention_params * 0.7'],
    ['num_attention_heads <= 4', 'depth > 1'],
    ['feed_forward_width >= 200', 'hidden_size == 64'],
  ];
  const cases = [encoders, decoders, llamas].flatMap((own, place) =>
    constraints.map((constraint, index) => ({
      own,
      name: `${own.name}, ${constraint.join(', ') || 'no constraint'}`,
      constraint,
      proxy: proxies[(index + place) % proxies.length] ?? 'zerolm',
    })),
  );
  it.each(cases)(
    'finds what ranking each candidate finds: $name, $proxy',
    async ({ own, constraint, proxy }) => {
      const space = join(folder, 'space.json');
      await writeFile(space, JSON.stringify(own.space));
      const request = { space, constraint, proxy };
      const right = await rankEach(own, space, request).catch((error: unknown) => String(error));
      const outcome = await search({ ...request, top: 20 });
      if (typeof right === 'string') {
        expect(outcome.ok, right).toBe(false);
        return;
      }
      const { document } = valueOf(outcome);
      expect(
        document.ranking.map(({ id, score, arrangements = '' }) => ({
          id,
          score,
          orders: BigInt(arrangements),
        })),
      ).toEqual(right.slice(0, 20).map(({ cost: _, ...entry }) => entry));
      const front = valueOf(await search({ ...request, front: 'params' })).document.ranking;
      const points: string[] = [];
      let highest = -Infinity;
      for (const { cost, score } of right.toSorted(
        (a, b) => a.cost - b.cost || b.score - a.score,
      )) {
        if (roundForTies(score) <= highest) continue;
        highest = roundForTies(score);
        points.unshift(`${cost} ${roundForTies(score)}`);
      }
      expect(
        front.map(({ cost, score }) => `${cost?.value ?? NaN} ${roundForTies(score)}`),
      ).toEqual(points);
    },
  );

  it.each([{ proxy: 'nsc' }, { initialization: 'xavier-normal' }] as const)(
    'finds a candidate again by its score as a limit: $proxy $initialization',
    async (scoring) => {
      const space = join(folder, 'limits.json');
      await writeFile(space, JSON.stringify(decoders.space));
      const request = { space, ...scoring };
      const all = await rankEach(decoders, space, request);
      const { ranking } = valueOf(await search({ ...request, top: all.length })).document;
      // Equal scores are in the order of the space, though sums of layers round them differently.
      expect(ranking.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
      for (const { score } of ranking.slice(0, 40)) {
        const { document } = valueOf(await search({ ...request, atLeast: score, top: all.length }));
        const right = all.filter((own) => roundForTies(own.score) >= roundForTies(score));
        expect(document.ranking.map(({ id }) => id)).toEqual(right.map(({ id }) => id));
      }
    },
  );
});
