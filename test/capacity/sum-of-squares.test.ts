import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CHUNK_SIZE, gatherSegment, SEGMENT_SIZE } from '../../src/capacity/moments.ts';
import { sumSquares } from '../../src/capacity/sum-of-squares.ts';
import { drawWeights } from '../../src/initialization/draw-weights.ts';
import { anyStream } from '../initialization/arbitraries.ts';
import { DISTRIBUTIONS } from './statistic-cases.ts';

/** By way of the weights themselves, drawn, stored and read. */
function slowly(...[distribution, stream, start, count]: Parameters<typeof sumSquares>): number {
  return gatherSegment(start, count, (from, out) => {
    drawWeights(distribution, stream, from, out);
  }).sumOfSquares;
}

const STREAM = { seedLow: 1, seedHigh: 2, pathLow: 3, pathHigh: 4 };

describe('sumSquares(distribution, stream, start, count)', () => {
  test.each(DISTRIBUTIONS)(
    'is the sum over the drawn weights to the last bit: $kind, at the borders of a chunk',
    (distribution) => {
      for (const count of [1, 15, 16, 17, 4095, 4096, 4097, 8192, 12_287, 12_289, 100_003]) {
        const sum = sumSquares(distribution, STREAM, 0, count);
        expect(sum).toBe(slowly(distribution, STREAM, 0, count));
      }
    },
  );

  test('the same for any stream, segment, length and deviation: catches a counter that carries wrongly', () => {
    fc.assert(
      fc.property(
        anyStream,
        fc.oneof(fc.nat(20), fc.integer({ min: 2 ** 28 - 20, max: 2 ** 28 + 20 }), fc.nat(2 ** 29)),
        fc.integer({ min: 1, max: 9 * CHUNK_SIZE }),
        fc.oneof(fc.constant(0.02), fc.double({ min: 0, max: 1e39, noNaN: true })),
        (stream, segment, count, standardDeviation) => {
          const normal = { kind: 'normal', standardDeviation } as const;
          const start = segment * SEGMENT_SIZE;
          const sum = sumSquares(normal, stream, start, count);
          expect(sum).toBe(slowly(normal, stream, start, count));
        },
      ),
      { numRuns: 100 },
    );
  });

  test('the same where the block counter carries inside a draw', () => {
    const normal = { kind: 'normal', standardDeviation: 1 } as const;
    // Four blocks of Philox a group of 16 values: block 2^32 comes with value 2^34.
    for (const chunks of [1, 2, 3, 4]) {
      const start = 2 ** 34 - 2 * CHUNK_SIZE;
      const count = chunks * CHUNK_SIZE;
      expect(sumSquares(normal, STREAM, start, count)).toBe(slowly(normal, STREAM, start, count));
    }
  });

  test('a whole segment, the longest that is asked for: catches sums that overwrite each other', () => {
    const normal = { kind: 'normal', standardDeviation: 0.02 } as const;
    const sum = sumSquares(normal, STREAM, 0, SEGMENT_SIZE);
    expect(sum).toBe(slowly(normal, STREAM, 0, SEGMENT_SIZE));
    expect(sum / (SEGMENT_SIZE * 0.02 ** 2)).toBeCloseTo(1, 2);
  });

  test('entries that overflow single precision give no finite sum, as they do slowly', () => {
    for (const standardDeviation of [1e39, Infinity, NaN]) {
      const normal = { kind: 'normal', standardDeviation } as const;
      expect(sumSquares(normal, STREAM, 0, 5000)).toBe(slowly(normal, STREAM, 0, 5000));
    }
  });
});
