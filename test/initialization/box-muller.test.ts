import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boxMuller } from '../../src/initialization/box-muller.ts';
import { anyWord } from './arbitraries.ts';
import { slowBoxMuller } from './slow-random.ts';
import { casesOf } from '../sweeps.ts';

/** Words around a multiple of an eighth of the circle, where quadrants and polynomials change. */
const BORDER_WORDS = Array.from({ length: 9 }, (_, eighth) => eighth * 2 ** 29).flatMap((border) =>
  [-129, -64, -2, -1, 0, 1, 2, 63, 64, 65, 128]
    .map((step) => border + step)
    .filter((word) => word >= 0 && word < 2 ** 32),
);

/** Words around every power of two and around sqrt(1/2) of it, where the logarithm is split, of both signs. */
const RADIUS_WORDS = Array.from({ length: 33 }, (_, exponent) => 2 ** exponent).flatMap((power) =>
  [power, Math.round(power * Math.SQRT1_2)]
    .flatMap((word) => [-257, -129, -128, -65, -2, -1, 0, 1, 2, 200].map((step) => word + step))
    .filter((word) => word >= 0 && word < 2 ** 32)
    .flatMap((word) => [word, -word >>> 0]),
);

/** The larger of the two errors, in units of 2^-24 of the radius. */
function errorOf(first: number, second: number): number {
  const out = new Float32Array(2);
  boxMuller(first, second, out, 0, 1);
  const { radius, cosine, sine } = slowBoxMuller(first, second);
  const error = Math.max(Math.abs(out[0]! - cosine), Math.abs(out[1]! - sine));
  return error === 0 ? 0 : error / (radius * 2 ** -24);
}

describe('boxMuller(first, second, out, at, stride)', () => {
  test('agrees with double precision wherever the quadrant or the exponent changes', () => {
    let largest = 0;
    for (const first of RADIUS_WORDS) {
      for (const second of BORDER_WORDS) largest = Math.max(largest, errorOf(first, second));
    }
    expect(largest).toBeLessThan(4);
  });

  test('agrees with double precision at any two words', () => {
    fc.assert(
      fc.property(anyWord, anyWord, (first, second) => {
        expect(errorOf(first, second)).toBeLessThan(4);
      }),
      { numRuns: casesOf(20_000) },
    );
  });

  test('reaches its largest radius, sqrt(64 ln 2), at word 0 and zero at the most negative', () => {
    const out = new Float32Array(2);
    boxMuller(0, 0, out, 0, 1);
    expect(out).toEqual(Float32Array.of(Math.sqrt(64 * Math.LN2), 0));
    boxMuller(0x80000000, 0x12345678, out, 0, 1);
    expect(Math.abs(out[0]!) + Math.abs(out[1]!)).toBe(0);
  });

  test('turns counter-clockwise through the quadrants', () => {
    const out = new Float32Array(2);
    const radius = Math.fround(Math.sqrt(2 * Math.LN2));
    const corners = [0, 1, 2, 3].map((quarter) => {
      // A word whose u is 1/2 in single precision.
      boxMuller(0x40000000, quarter * 2 ** 30, out, 0, 1);
      return [...out].map((value) => Math.round((value / radius) * 1e6) / 1e6 + 0);
    });
    expect(corners).toEqual([
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
    ]);
  });

  test('writes to at and at + stride and nowhere else', () => {
    const out = new Float32Array(8).fill(9);
    boxMuller(1000, 2 ** 29, out, 1, 4);
    expect([...out.keys()].filter((i) => out[i] !== 9)).toEqual([1, 5]);
  });
});
