import { describe, expect, test } from 'vitest';
import type { DrawnMatrix } from '../../src/capacity/measurement.ts';
import { measureAll } from '../../src/engine/measure-all.ts';
import { drawWeights } from '../../src/initialization/draw-weights.ts';
import { weightStream } from '../../src/initialization/weight-stream.ts';
import { WHOLE } from '../sweeps.ts';

/** With enough entries to start threads for; by `npm test` a quarter of a hundred million. */
const SIDE = WHOLE ? 10_000 : 5000;
const MATRIX: DrawnMatrix = {
  rows: SIDE,
  cols: SIDE,
  distribution: { kind: 'normal', standardDeviation: 0.02 },
  stream: weightStream(3, 'many'),
};

/** Entries that are drawn at a time, of neither the size of a chunk nor of a segment. */
const DRAWN = 16 * 3125;

/**
 * A sum of doubles in a pair of them: what each addition rounds away is kept (Knuth, "The Art of
 * Computer Programming", volume 2, section 4.2.2, theorem B), so that a hundred million terms are
 * added up to some 1e-24.
 */
class ExactSum {
  #high = 0;
  #low = 0;

  add(term: number): void {
    const sum = this.#high + term;
    const part = sum - this.#high;
    this.#low += this.#high - (sum - part) + (term - part);
    this.#high = sum;
  }

  total(): number {
    return this.#high + this.#low;
  }
}

describe(`${SIDE ** 2} entries`, () => {
  test('have sums within 1e-12 of exact ones, the same with any number of threads: catches single precision, or a segment that is lost', async () => {
    const [measured] = await measureAll([MATRIX], 'moments', 1);
    if (measured?.kind !== 'moments') throw new Error('no moments');
    expect(await measureAll([MATRIX], 'moments', 2)).toEqual([measured]);
    expect(await measureAll([MATRIX], 'sum-of-squares', 3)).toEqual([
      { kind: 'sum-of-squares', count: SIDE ** 2, sumOfSquares: measured.moments.sumOfSquares },
    ]);

    const [sum, squares, cubes, fourths] = Array.from({ length: 4 }, () => new ExactSum()) as [
      ExactSum,
      ExactSum,
      ExactSum,
      ExactSum,
    ];
    let [magnitudes, cubed] = [0, 0];
    const entries = new Float32Array(DRAWN);
    for (let start = 0; start < SIDE ** 2; start += DRAWN) {
      drawWeights(MATRIX.distribution, MATRIX.stream, start, entries);
      for (const entry of entries) {
        // A float32 has 24 bits, so its square is exact in double precision.
        const square = entry * entry;
        sum.add(entry);
        squares.add(square);
        cubes.add(square * entry);
        fourths.add(square * square);
        magnitudes += Math.abs(entry);
        cubed += Math.abs(square * entry);
      }
    }
    const { moments } = measured;
    expect(moments.count).toBe(SIDE ** 2);
    expect(Math.abs(moments.sumOfSquares / squares.total() - 1)).toBeLessThan(1e-12);
    expect(Math.abs(moments.sumOfFourths / fourths.total() - 1)).toBeLessThan(1e-12);
    // Entries of both signs cancel: what is lost is a share of their magnitudes.
    expect(Math.abs(moments.sum - sum.total())).toBeLessThan(1e-12 * magnitudes);
    expect(Math.abs(moments.sumOfCubes - cubes.total())).toBeLessThan(1e-12 * cubed);
  });
});
