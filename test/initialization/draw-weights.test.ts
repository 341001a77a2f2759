import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RandomDistribution } from '../../src/initialization/distribution.ts';
import { drawWeights } from '../../src/initialization/draw-weights.ts';
import { fillNormal, fillTruncatedNormal } from '../../src/initialization/standard-normal.ts';
import { fillUniform } from '../../src/initialization/standard-uniform.ts';
import type { WeightStream } from '../../src/initialization/weight-stream.ts';
import { anyStream } from './arbitraries.ts';

type Fill = (stream: WeightStream, start: number, out: Float32Array) => void;

const KINDS: [string, (scale: number) => RandomDistribution, Fill][] = [
  ['normal', (standardDeviation) => ({ kind: 'normal', standardDeviation }), fillNormal],
  [
    'truncated-normal',
    (standardDeviation) => ({ kind: 'truncated-normal', standardDeviation }),
    (stream, start, out) => {
      fillTruncatedNormal(stream, start, out, 2);
    },
  ],
  ['uniform', (bound) => ({ kind: 'uniform', bound }), fillUniform],
];

const anyScale = fc.oneof(
  fc.double({ min: 1e-6, max: 1000, noNaN: true }),
  // Not a float32, the smallest of them, below it, and one that overflows.
  fc.constantFrom(0.02, 0, 2 ** -149, 1e-60, 3e38, 1e39),
);

describe('drawWeights(distribution, stream, start, out)', () => {
  test.each(KINDS)('%s: each entry is scale times standard number, rounded once', (_, of, fill) => {
    fc.assert(
      fc.property(anyStream, anyScale, fc.nat({ max: 1000 }), (stream, scale, group) => {
        const standard = new Float32Array(48);
        fill(stream, 16 * group, standard);
        const weights = new Float32Array(48);
        drawWeights(of(scale), stream, 16 * group, weights);
        const factor = Math.fround(scale);
        expect([...weights]).toEqual([...standard].map((z) => Math.fround(factor * z)));
      }),
    );
  });

  test('a constant fills all places, rounded to single precision, wherever they start', () => {
    const out = new Float32Array(5).fill(7);
    const stream = { seedLow: 0, seedHigh: 0, pathLow: 0, pathHigh: 0 };
    drawWeights({ kind: 'constant', value: 0.1 }, stream, 3, out);
    expect([...out]).toEqual(Array.from({ length: 5 }, () => Math.fround(0.1)));
  });

  test.each(KINDS)('%s: refuses a start between groups', (_, of) => {
    const stream = { seedLow: 0, seedHigh: 0, pathLow: 0, pathHigh: 0 };
    expect(() => {
      drawWeights(of(1), stream, 8, new Float32Array(16));
    }).toThrow(RangeError);
  });
});
