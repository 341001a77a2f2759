import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CHUNK_SIZE, gatherMoments, type FillEntries } from '../../src/capacity/moments.ts';
import { drawWeights } from '../../src/initialization/draw-weights.ts';
import { weightStream } from '../../src/initialization/weight-stream.ts';
import { magnitudeOf, ratioOf, toUnits } from './exact-numbers.ts';

/** Fills from a list; past its end with NaN, which would spoil any sum that reads it. */
const fillFrom =
  (entries: Float32Array): FillEntries =>
  (start, out) => {
    out.fill(NaN);
    out.set(entries.subarray(start, start + out.length));
  };

/** Relative to the sum of magnitudes and to the sum of squares, against exact integers. */
function errorsOf(entries: Float32Array): { sum: number; sumOfSquares: number } {
  let [sum, magnitudes, squares] = [0n, 0n, 0n];
  for (const entry of entries) {
    // Units of 2^-149, that of float32, so that the squares stay short.
    const units = toUnits(entry) >> 925n;
    sum += units;
    magnitudes += magnitudeOf(units);
    squares += units * units;
  }
  const moments = gatherMoments(entries.length, fillFrom(entries));
  return {
    sum: ratioOf(magnitudeOf(toUnits(moments.sum) - (sum << 925n)), magnitudes << 925n),
    sumOfSquares: ratioOf(
      magnitudeOf(toUnits(moments.sumOfSquares) - (squares << 776n)),
      squares << 776n,
    ),
  };
}

function drawn(count: number): Float32Array {
  const out = new Float32Array(Math.ceil(count / 16) * 16);
  const stream = weightStream(5, `${count}`);
  drawWeights({ kind: 'normal', standardDeviation: 0.02 }, stream, 0, out);
  return out.subarray(0, count);
}

describe('gatherMoments(count, fill)', () => {
  test.each(Array.from({ length: 40 }, (_, i) => i + 1))(
    'sums %i entries and nothing behind them',
    (count) => {
      const entries = Float32Array.from({ length: count }, (_, i) => i - 7);
      // Small whole numbers: every sum is exact, so no entry may be missing or doubled.
      const power = (exponent: number): number =>
        entries.reduce((sum, entry) => sum + entry ** exponent, 0);
      expect(gatherMoments(count, fillFrom(entries))).toEqual({
        count,
        sum: power(1),
        sumOfSquares: power(2),
        sumOfCubes: power(3),
        sumOfFourths: power(4),
        min: Math.min(...entries),
        max: Math.max(...entries),
      });
    },
  );

  test.each([1, 17, 4079, 4080, 4095, 4096, 4097, 4111, 4113, 8191, 8192, 8193, 12_289, 100_003])(
    'agrees with exact integers at %i entries, the borders of chunks included',
    (count) => {
      const errors = errorsOf(drawn(count));
      // The bounds of the docstring: 1,024 additions a lane and the tree above them.
      expect(errors.sum).toBeLessThan(1.2e-13);
      expect(errors.sumOfSquares).toBeLessThan(1.2e-13);
    },
  );

  test('agrees with exact integers for entries of any size, neither over- nor underflowing', () => {
    fc.assert(
      fc.property(
        fc.float32Array({ noNaN: true, noDefaultInfinity: true, minLength: 1 }),
        (entries) => {
          const errors = errorsOf(entries);
          expect(errors.sum).toBeLessThan(1e-14);
          expect(errors.sumOfSquares).toBeLessThan(1e-14);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('asks for whole groups of 16 in order, at most a chunk at a time', () => {
    const calls: [number, number][] = [];
    gatherMoments(2 * CHUNK_SIZE + 17, (start, out) => {
      calls.push([start, out.length]);
    });
    expect(calls).toEqual([
      [0, CHUNK_SIZE],
      [CHUNK_SIZE, CHUNK_SIZE],
      [2 * CHUNK_SIZE, 32],
    ]);
  });

  test('an entry that is not finite is not lost', () => {
    expect(gatherMoments(3, fillFrom(Float32Array.of(1, NaN, 2))).sumOfSquares).toBeNaN();
    expect(gatherMoments(3, fillFrom(Float32Array.of(1, -Infinity, 2)))).toMatchObject({
      count: 3,
      sum: -Infinity,
      sumOfSquares: Infinity,
    });
  });
});
