import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inventory } from '../../src/architecture/inventory.ts';
import { matricesOf } from '../../src/architecture/weight.ts';
import { varianceOf } from '../../src/initialization/distribution.ts';
import { INITIALIZATION_SCHEMES } from '../../src/initialization/initialization-scheme.ts';
import { nsc } from '../../src/proxies/nsc.ts';
import { DEFAULT_PROXY_SETTINGS } from '../../src/proxy-parts/proxy.ts';
import { architectures } from '../architecture/architectures.ts';
import { publishedArchitectures } from '../architecture/published-architectures.ts';
import { block, model } from './models.ts';
import { scoresOf } from './scores-of.ts';

/**
 * p times the mean of ln(1 + v q x) under the Marchenko-Pastur law of ratio c = p / q, by
 * Simpson's rule in t, x = (1 - sqrt c)^2 + 4 sqrt c cos(t / 2)^2, in ever finer pieces towards
 * t = pi, where x is smallest.
 */
function integrated(rows: number, cols: number, variance: number): number {
  const p = Math.min(rows, cols);
  const q = Math.max(rows, cols);
  const root = Math.sqrt(p / q);
  // As a function of u = pi - t, so that no digit of a small u is lost.
  const integrand = (u: number): number => {
    const x = (1 - root) ** 2 + 4 * root * Math.sin(u / 2) ** 2;
    return x === 0 ? 0 : (2 * Math.sin(u) ** 2 * Math.log1p(variance * q * x)) / x;
  };
  let sum = 0;
  let to = Math.PI;
  for (let piece = 0; piece < 40; piece++) {
    const from = piece === 39 ? 0 : to / 2;
    const steps = 400;
    const width = (to - from) / steps;
    let part = integrand(from) + integrand(to);
    for (let i = 1; i < steps; i++) part += (i % 2 === 1 ? 4 : 2) * integrand(from + i * width);
    sum += (part * width) / 3;
    to = from;
  }
  return (p * sum) / Math.PI;
}

/** The score of a block that has a cols x cols matrix and two of rows x cols. */
async function scoreOf(rows: number, cols: number, deviation: number): Promise<number> {
  const operation = { kind: 'linear-transform', transform: 'discrete-fourier' } as const;
  const decoder = model([block({ hiddenSize: cols, operation, feedForwardWidths: [rows] })], {
    family: 'decoder',
    initializerRange: deviation,
  });
  const [score = NaN] = await scoresOf(nsc, [decoder]);
  return score;
}

describe('nsc', () => {
  test.each([
    [64, 768, 0.02],
    [1, 1, 0.5],
    [512, 512, 0.02],
    [3072, 768, 0.02],
    [65536, 8, 0.02],
    [8, 65536, 3],
    [1023, 1024, 1000],
    [1024, 1024, 1e-18],
    [1024, 1024, 1000],
    [2, 50_000, 1e-9],
  ])(
    'of layers of %i x %i at s = %d is the Marchenko-Pastur integral to 1e-10: catches a lost digit at an extreme',
    async (rows, cols, deviation) => {
      const variance = deviation ** 2;
      const slow = 2 * integrated(rows, cols, variance) + integrated(cols, cols, variance);
      expect(Math.abs((await scoreOf(rows, cols, deviation)) / slow - 1)).toBeLessThan(1e-10);
    },
  );

  test('takes query, key and value by heads, drawn as their projections are: catches heads drawn as small matrices', async () => {
    const one = block({ hiddenSize: 12, numAttentionHeads: 3, feedForwardWidths: [20] });
    const psi = (rows: number, cols: number, variance: number) => integrated(rows, cols, variance);
    const expected = 9 * psi(4, 12, 1 / 12) + psi(12, 12, 1 / 12) + 2 * psi(20, 12, 1 / 16);
    const [found = NaN] = await scoresOf(nsc, [model([one])]);
    expect(Math.abs(found / expected - 1)).toBeLessThan(1e-10);

    const operation = {
      kind: 'self-attention',
      similarity: 'scaled-dot-product',
      fusedQueryKeyValue: true,
    } as const;
    const fused = 9 * psi(4, 12, 2 / 48) + psi(12, 12, 1 / 12) + 2 * psi(20, 12, 1 / 16);
    const [foundFused = NaN] = await scoresOf(nsc, [model([{ ...one, operation }])]);
    expect(Math.abs(foundFused / fused - 1)).toBeLessThan(1e-10);
  });

  test.each(INITIALIZATION_SCHEMES)(
    'counts the entries of the blocks where variances are tiny, under %s: catches a matrix too many or too few',
    async (spectralInitialization) => {
      // ln(1 + x) is x there, so that the sum is that of the squared Frobenius norms.
      await fc.assert(
        fc.asyncProperty(fc.oneof(architectures, publishedArchitectures), async (given) => {
          const architecture = { ...given, initializerRange: 1e-9 };
          let expected = 0;
          for (const weight of inventory(architecture, spectralInitialization)) {
            if (weight.counts !== 'capacity' || weight.block === null) continue;
            for (const { rows, cols } of matricesOf(weight)) {
              expected += rows * cols * varianceOf(weight.distribution);
            }
          }
          const [found = NaN] = await scoresOf(nsc, [architecture], {
            ...DEFAULT_PROXY_SETTINGS,
            own: { spectralInitialization },
          });
          const tiny = ['normal', 'truncated-normal', 'gpt2'].includes(spectralInitialization);
          if (tiny) expect(Math.abs(found / expected - 1)).toBeLessThan(1e-11);
          else expect(found).toBeLessThan(expected);
        }),
        { numRuns: 40 },
      );
    },
  );

  test('draws an encoder as Xavier does and a decoder from its own range, unless told: catches one rule for both', async () => {
    const blocks = [block()];
    const as = async (family: 'encoder' | 'decoder', scheme: 'normal' | 'xavier-normal' | null) =>
      scoresOf(nsc, [model(blocks, { family })], {
        ...DEFAULT_PROXY_SETTINGS,
        own: { spectralInitialization: scheme },
      });
    expect(await as('encoder', null)).toEqual(await as('encoder', 'xavier-normal'));
    expect(await as('decoder', null)).toEqual(await as('decoder', 'normal'));
    expect(await as('encoder', 'normal')).toEqual(await as('decoder', 'normal'));
    expect(await as('encoder', 'normal')).not.toEqual(await as('encoder', null));
  });

  test('in the shapes of its paper has those, with the deviation of Xavier: catches true shapes', async () => {
    const psi = (rows: number, cols: number) => integrated(rows, cols, 2 / (rows + cols));
    const settings = { ...DEFAULT_PROXY_SETTINGS, own: { nscShapes: 'paper' } };
    const weighted = block({
      operation: { kind: 'self-attention', similarity: 'weighted-multiplicative' },
      feedForwardWidths: [12, 12, 12],
    });
    const transform = block({
      operation: { kind: 'linear-transform', transform: 'discrete-fourier' },
      feedForwardWidths: [13, 13],
    });
    const convolution = block({ operation: { kind: 'separable-convolution', kernelSize: 9 } });
    const expected = [
      psi(24, 8) + psi(8, 8) + 6 * psi(4, 8),
      2 * psi(8, 8) + 4 * psi(6, 8),
      psi(8, 8) + 2 * psi(12, 8),
    ];
    const found = await scoresOf(
      nsc,
      [weighted, transform, convolution].map((one) => model([one])),
      settings,
    );
    for (const [index, value] of found.entries()) {
      expect(Math.abs(value / (expected[index] ?? NaN) - 1)).toBeLessThan(1e-10);
    }
  });

  test('of heads has each as a matrix of its own, in the output too, and adapters: catches whole matrices', async () => {
    const psi = (rows: number, cols: number) => integrated(rows, cols, 2 / (rows + cols));
    const settings = { ...DEFAULT_PROXY_SETTINGS, own: { nscShapes: 'heads' } };
    const grouped = block({
      hiddenSize: 12,
      numAttentionHeads: 4,
      operation: {
        kind: 'self-attention',
        similarity: 'scaled-dot-product',
        numKeyValueHeads: 2,
        headSize: 5,
      },
      feedForwardWidths: [7],
    });
    const adapted = block({
      adapter: [
        { module: 'query', rank: 3 },
        { module: 'intermediate.dense', rank: 2 },
      ],
    });
    const transform = block({
      operation: { kind: 'linear-transform', transform: 'discrete-fourier' },
    });
    const expected = [
      (4 + 2 + 2) * psi(5, 12) + 4 * psi(12, 5) + 2 * psi(7, 12),
      8 * psi(4, 8) + 2 * psi(12, 8) + (psi(3, 8) + psi(8, 3)) + (psi(2, 8) + psi(12, 2)),
      psi(8, 8) + 2 * psi(12, 8),
    ];
    const models = [grouped, adapted, transform].map((one) => model([one]));
    const found = await scoresOf(nsc, models, settings);
    for (const [index, value] of found.entries()) {
      expect(Math.abs(value / (expected[index] ?? NaN) - 1)).toBeLessThan(1e-10);
    }
  });
});
