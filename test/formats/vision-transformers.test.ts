import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inventory } from '../../src/architecture/inventory.ts';
import { countParameters } from '../../src/architecture/parameter-counts.ts';
import { multiplyAdds } from '../../src/proxies/flops.ts';
import { BENCHMARKS, describeWithBenchmarks } from '../benchmarks.ts';
import { autoFormer, candidateOf, pit, problemsOf, readSpec } from './specs.ts';

/** Weights of a linear layer with bias. */
const linear = (inputs: number, outputs: number): number => inputs * outputs + outputs;

const totalOf = (record: object): number =>
  countParameters(inventory(candidateOf(record).architecture, 'normal')).total;

/** A block of width h: heads of 64 unless they have another size, and norms. */
const block = (h: number, f: number, heads: number, size = 64): number =>
  3 * linear(h, size * heads) + linear(size * heads, h) + linear(h, f) + linear(f, h) + 4 * h;

const list = <Item>(item: Item, count: number): Item[] => Array.from({ length: count }, () => item);

describe('an AutoFormer record', () => {
  test('has patches of 16 x 16, 197 positions, a class token, and no classifier', () => {
    // 5.9 M: the example of a model of 192, 14 layers, ratio 3.5 and 3 heads.
    const own = { depth: 14, num_heads: list(3, 14), mlp_ratio: list(3.5, 14) };
    expect(totalOf(autoFormer({ embed_dim: 192, ...own }))).toBe(5_896_704);
    expect(linear(3 * 16 * 16, 192) + 192 + 197 * 192 + 14 * block(192, 672, 3) + 2 * 192).toBe(
      5_896_704,
    );
  });

  test('has heads of 64 whatever its width, and each layer a width of its own', () => {
    const sizes = fc.tuple(
      fc.integer({ min: 1, max: 300 }),
      fc.array(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.constantFrom(1, 2.5, 3.5, 4)), {
        minLength: 1,
        maxLength: 5,
      }),
    );
    fc.assert(
      fc.property(sizes, ([h, layers]) => {
        const record = autoFormer({
          embed_dim: h,
          depth: layers.length,
          num_heads: layers.map(([heads]) => heads),
          mlp_ratio: layers.map(([, ratio]) => ratio),
        });
        const blocks = layers.map(([heads, ratio]) => block(h, Math.trunc(h * ratio), heads));
        const total = blocks.reduce((sum, own) => sum + own, 769 * h + 198 * h + 2 * h);
        expect(totalOf(record)).toBe(total);
      }),
      { numRuns: 60 },
    );
  });

  test('says its width as hidden_dim in ViT-Bench, and its accuracies beside it', () => {
    const { embed_dim, ...rest } = autoFormer({ embed_dim: 40 });
    const record = { ...rest, hidden_dim: embed_dim, c100_kd_acc: 76.5, scores: { mine: 1 } };
    const { candidate, warnings } = readSpec(record);
    expect(candidate?.architecture).toEqual(
      candidateOf(autoFormer({ embed_dim: 40 })).architecture,
    );
    expect(candidate?.scores).toEqual({ c100_kd_acc: 76.5, mine: 1 });
    expect(warnings).toEqual([]);
  });

  test.each<[object, string]>([
    [
      { embed_dim: undefined },
      'embed_dim: missing: expected a whole number from 1 to 65536, the hidden size; hidden_dim is another name of it',
    ],
    [
      { hidden_dim: 3 },
      'hidden_dim: 3: expected 40, the value of embed_dim: both are names of the same key; keep one',
    ],
    [{ num_heads: [3] }, 'num_heads: a list of 1: expected 2 items, as many as depth says'],
    [{ mlp_ratio: [4, 0] }, 'mlp_ratio[1]: 0: expected a number from 1 to 64'],
    [{ depth: undefined }, 'depth: missing: expected a whole number from 1 to 4096'],
    [{ num_heads: 3 }, 'num_heads: 3: expected a list of 1 to 4096 items, one for each layer'],
  ])('%o is refused', (changes, expected) => {
    const record: unknown = JSON.parse(JSON.stringify(autoFormer(changes)));
    expect(problemsOf(record)).toEqual([`spec.json: ${expected}`]);
  });
});

describe('a PiT record', () => {
  /** The stages of a model, after the code of its authors. */
  const stages = (base: number, depth: number[], heads: number[], ratio: number): number => {
    const widths = heads.map((own) => base * own);
    return depth.reduce(
      (sum, count, stage) => {
        const [h = 0, next] = [widths[stage], widths[stage + 1]];
        // A convolution of 3 x 3 over each channel, and a linear layer of the class token.
        const pool = next === undefined ? 0 : next * 9 + next + linear(h, next);
        return sum + count * block(h, Math.trunc(h * ratio), heads[stage] ?? 0, base) + pool;
      },
      2 * (widths.at(-1) ?? 0),
    );
  };
  /** The patches, their positions, and a class token that has none. */
  const input = (h: number, patch: number, side: number): number =>
    linear(3 * patch * patch, h) + side * side * h + h;

  test.each([
    ['ti', 32, [2, 6, 4], [2, 4, 8], 16, 8, 27, 4.85],
    ['xs', 48, [2, 6, 4], [2, 4, 8], 16, 8, 27, 10.62],
    ['s', 48, [2, 6, 4], [3, 6, 12], 16, 8, 27, 23.46],
    ['b', 64, [3, 6, 4], [4, 8, 16], 14, 7, 31, 73.76],
  ] as const)(
    'pit_%s has the parameters of its authors, a classifier of 1000 classes aside',
    (_, base_dim, depth, num_heads, patch_size, stride, side, published) => {
      const record = { base_dim, depth, num_heads, patch_size, stride, mlp_ratio: 4 };
      const total = totalOf(record);
      const first = base_dim * num_heads[0];
      expect(total).toBe(
        input(first, patch_size, side) + stages(base_dim, [...depth], [...num_heads], 4),
      );
      const withClassifier = total + linear(base_dim * num_heads[2], 1000);
      expect(Math.round(withClassifier / 1e4) / 100).toBe(published);
    },
  );

  test('pools its patches: catches the cost of the first stage taken for all', () => {
    const { architecture } = candidateOf(pit());
    // 27 x 27 patches become 14 x 14, then 7 x 7; each stage has the class token besides.
    const tokens = [730, 197, 50];
    const widths = [8, 16, 32];
    const perToken = widths.map((h, stage) => 12 * h * h + 2 * (tokens[stage] ?? 0) * h);
    const blocks = perToken.map((own, stage) => own * (tokens[stage] ?? 0));
    const pools = 196 * 16 * 9 + 8 * 16 + 49 * 32 * 9 + 16 * 32;
    const patches = 729 * 3 * 16 * 16 * 8;
    const all = blocks.reduce((sum, own) => sum + own, pools + patches);
    expect(multiplyAdds(architecture, 128) * 730).toBeCloseTo(all, 4);
  });

  test('takes a base for each stage', () => {
    expect(candidateOf(pit({ base_dim: [4, 4, 4] })).architecture).toEqual(
      candidateOf(pit()).architecture,
    );
  });

  test.each<[object, string]>([
    [
      { depth: [1, 1] },
      'depth: a list of 2: expected a list of 3 whole numbers, one for each stage',
    ],
    [
      { num_heads: [2, 3, 8] },
      'num_heads[1]: 3: expected a width base_dim x num_heads that is a multiple of 8, that of the stage before, not 12: its convolution is over each channel alone',
    ],
    [{ patch_size: 500 }, 'patch_size: 500: expected a whole number from 1 to 224'],
    [
      { base_dim: 'x' },
      'base_dim: "x": expected the width of a head, a whole number from 1 to 65536, or a list of 3, one for each stage',
    ],
  ])('%o is refused', (changes, expected) => {
    expect(problemsOf(pit(changes))[0]).toBe(`spec.json: ${expected}`);
  });
});

describeWithBenchmarks('the records of ViT-Bench', () => {
  test('are read without a warning, each with seven accuracies', () => {
    const file = join(BENCHMARKS, 'vit-bench', 'gt_autoformer.ndjson');
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    expect(lines).toHaveLength(100);
    for (const line of lines) {
      const { candidate, problems, warnings } = readSpec(JSON.parse(line));
      expect([problems, warnings]).toEqual([[], []]);
      expect(Object.keys(candidate?.scores ?? {})).toHaveLength(7);
    }
  });
});
