import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readRecord } from '../../src/formats/registry.ts';
import { FLEXIBERT_SPACE } from '../../src/search-space/flexibert-space.ts';
import { readSearchSpace } from '../../src/search-space/read-search-space.ts';
import { sampleFlexibertSpec } from '../../src/search-space/sample-flexibert-spec.ts';
import { sizeOfAxes } from '../../src/search-space/space-size.ts';
import { FIXTURES } from '../fixtures.ts';
import { sampled, spaceOf, walked } from './spaces.ts';

const layer = {
  operation_type: 'SA',
  operation_parameter: 'SDP',
  num_operation_heads: 2,
  feed_forward_dimension: 512,
  num_feed_forward: 1,
};
const base = { hidden_size: 128, nas_config: { encoder_layers: [layer] } };

/** A number that a spec holds. */
function numberIn(spec: object, key: string): number {
  return Number(Reflect.get(spec, key));
}

const CONTEXT = { source: 's', defaultId: 'd', build: 'declared' } as const;

describe('SpaceSampler', () => {
  test('draws from the published file what sampleFlexibertSpec draws: catches a second sampler', async () => {
    const { candidates } = await sampled(await spaceOf(FLEXIBERT_SPACE), 1, 300);
    for (const { id, spec } of candidates) {
      const [, draw = ''] = /^s1-(\d+)$/.exec(id) ?? [];
      expect(spec).toEqual(sampleFlexibertSpec(1, Number(draw)));
    }
  });

  test.each(['flexibert.json', 'small-bert.yaml', 'hw-gpt.yaml'])(
    'draws from %s lines that our readers accept, with an id each, none twice',
    async (name) => {
      const space = await readSearchSpace(join(FIXTURES, 'spaces', name));
      if (!space.ok) throw new Error('refused');
      const { candidates } = await sampled(space.value, 0, 1000);
      expect(new Set(candidates.map(({ id }) => id)).size).toBe(1000);
      expect(new Set(candidates.map(({ spec }) => JSON.stringify(spec))).size).toBe(1000);
      for (const { id, spec, line } of candidates) {
        const value: unknown = JSON.parse(line);
        expect(value).toEqual({ id, ...spec });
        expect(readRecord(value, CONTEXT)).toMatchObject({
          problems: [],
          warnings: [],
          candidate: { id },
        });
      }
    },
  );

  test('a sample is the beginning of every longer one, and other seeds give others', async () => {
    const space = await spaceOf({ base, choices: { hidden_size: [128, 256, 384, 512] } });
    const ids = async (seed: number, count: number): Promise<unknown[]> =>
      (await sampled(space, seed, count)).candidates.map(({ spec }) => spec);
    expect(await ids(7, 2)).toEqual((await ids(7, 4)).slice(0, 2));
    const orders = await Promise.all([0, 1, 2, 3, 4, 5].map((seed) => ids(seed, 4)));
    expect(new Set(orders.map((order) => JSON.stringify(order))).size).toBeGreaterThan(1);
  });

  test('each choice is uniform and independent of the others: catches a draw over candidates', async () => {
    // Two depths, of which the deeper has 2,304 times the candidates.
    const space = await spaceOf(FLEXIBERT_SPACE);
    const seeds = Array.from({ length: 2000 }, (_, seed) => seed);
    const firsts = await Promise.all(seeds.map((seed) => sampled(space, seed, 1)));
    const deep = firsts.filter(
      ({ candidates: [first] }) => first?.line.split('operation_type').length === 5,
    ).length;
    // A fair coin leaves 3.3 standard deviations once in 1,000.
    expect(Math.abs(deep - 1000)).toBeLessThan(3.3 * Math.sqrt(500));
  });

  test('gives every candidate of a small space once, and then knows that there is none: catches an endless search', async () => {
    const space = await spaceOf({
      base,
      choices: { hidden_size: [128, 256], vocab_size: [10, 20, 30] },
      layers: {
        number: [1, 2, 3],
        list: 'nas_config.encoder_layers',
        choices: { num_operation_heads: [1, 2, 4] },
      },
    });
    const { candidates, end } = await sampled(space, 5);
    expect(end).toEqual({ kind: 'exhausted', certain: true });
    expect(sizeOfAxes(space.axes)).toBe(6n * (3n + 9n + 27n));
    const lines = (all: readonly { spec: object }[]): string[] =>
      all.map(({ spec }) => JSON.stringify(spec)).sort();
    expect(lines(candidates)).toEqual(lines(await walked(space)));
    expect(new Set(candidates.map(({ id }) => id)).size).toBe(candidates.length);
  });

  test('finds what is left of a space in the order of its chances: catches a rest in another order', async () => {
    // The one candidate of depth 1 is as likely as the 2^20 / 2 of the other together.
    const widths = Array.from({ length: 24 }, (_, n) => n + 1);
    const file = (numbers: number[]): object => ({
      base,
      layers: {
        number: numbers,
        list: 'nas_config.encoder_layers',
        choices: { feed_forward_dimension: widths },
      },
      // So few are left that the draws soon are in vain.
      constraints: ['feed_forward_width <= 1'],
    });
    const space = await spaceOf(file([1, 3]));
    let shallowFirst = 0;
    for (let seed = 0; seed < 12; seed++) {
      const { candidates, end } = await sampled(space, seed);
      expect(candidates).toHaveLength(2);
      expect(end).toEqual({ kind: 'exhausted', certain: true });
      const [first] = candidates;
      if (!JSON.stringify(first?.spec).includes('},{')) shallowFirst += 1;
    }
    // Chances 1/48 against 1/27648: the deeper comes first once in 577.
    expect(shallowFirst).toBe(12);
  });

  test('holds every constraint, and counts what it refused: catches one that is passed over', async () => {
    const space = await spaceOf({
      base,
      choices: { hidden_size: [128, 256, 512, 1024] },
      constraints: ['params <= 20M', 'hidden_size > 128'],
    });
    const { candidates, sampler } = await sampled(space, 1);
    expect(candidates.map(({ spec }) => numberIn(spec, 'hidden_size')).sort()).toEqual([
      1024, 256, 512,
    ]);
    expect(sampler.leftOut.constrained[0]).toBe(0);
    expect(sampler.leftOut.constrained[1]).toBeGreaterThan(0);
  });

  test('draws again where a combination is no valid spec, and says why: catches an invalid line', async () => {
    const space = await spaceOf({ base, choices: { hidden_size: [128, 129] } });
    const { candidates, sampler } = await sampled(space, 1);
    expect(candidates).toHaveLength(1);
    expect(sampler.leftOut.invalid).toBeGreaterThan(0);
    expect(sampler.leftOut.firstReason).toContain('expected a divisor of hidden_size 129');
  });

  test('ends where nothing is admitted: catches a loop without end', async () => {
    const space = await spaceOf({
      base,
      choices: { hidden_size: [128, 256] },
      constraints: ['depth > 1'],
    });
    const { candidates, end, sampler } = await sampled(space, 1);
    expect(candidates).toEqual([]);
    expect(end).toEqual({ kind: 'exhausted', certain: true });
    expect(sampler.leftOut.constrained).toEqual([100]);
  });

  test('a constraint that is no number is a problem, not a refusal of the candidate', async () => {
    const space = await spaceOf({
      base,
      choices: { hidden_size: [128, 256] },
      constraints: ['log(depth - 1) <= 5'],
    });
    const { end } = await sampled(space, 1);
    expect(end).toMatchObject({
      kind: 'failed',
      problem: { message: expect.stringContaining('compares -Infinity with 5') as unknown },
    });
  });

  test.each([-1, 0.5, NaN, 2 ** 53])('refuses the seed %d', async (seed) => {
    await expect(sampled(await spaceOf(FLEXIBERT_SPACE), seed, 1)).rejects.toThrow(RangeError);
  });

  test('reads the fixture as the published table: catches one that was edited', () => {
    const text = readFileSync(join(FIXTURES, 'spaces', 'flexibert.json'), 'utf8');
    expect(JSON.parse(text)).toEqual(FLEXIBERT_SPACE);
  });
});

describe('SpaceWalk', () => {
  test('walks in one order, any part of it alone: catches a part that begins elsewhere', async () => {
    const space = await spaceOf({
      base: { ...base, id: 'b' },
      choices: { hidden_size: [128, 256], vocab_size: [7, 8, 9] },
    });
    const all = await walked(space);
    expect(all.map(({ id }) => id)).toEqual(['b-e0', 'b-e1', 'b-e2', 'b-e3', 'b-e4', 'b-e5']);
    expect(
      all.map(({ spec }) => [numberIn(spec, 'hidden_size'), numberIn(spec, 'vocab_size')]),
    ).toEqual([
      [128, 7],
      [128, 8],
      [128, 9],
      [256, 7],
      [256, 8],
      [256, 9],
    ]);
    expect(await walked(space, 2n, 3n)).toEqual(all.slice(2, 5));
    expect(await walked(space, 5n, 100n)).toEqual(all.slice(5));
    expect(await walked(space, 6n)).toEqual([]);
    await expect(walked(space, 7n)).rejects.toThrow(RangeError);
  });

  test('gives ids of a length that readers take, in a space of any size: catches a number as an id', async () => {
    const space = await spaceOf({
      base,
      layers: {
        number: [300],
        list: 'nas_config.encoder_layers',
        choices: { feed_forward_dimension: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] },
      },
    });
    const last = (await walked(space, 10n ** 300n - 2n)).map(({ id }) => id);
    expect(last).toHaveLength(2);
    expect(new Set(last).size).toBe(2);
    for (const id of last) expect(id).toMatch(/^e-[0-9a-f]{32}$/);
    const [first] = await walked(space, 10n ** 60n - 1n, 1n);
    expect(first?.id).toBe(`e${'9'.repeat(60)}`);
  });
});
