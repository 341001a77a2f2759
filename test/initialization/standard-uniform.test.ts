import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fillUniform } from '../../src/initialization/standard-uniform.ts';
import { weightStream, type WeightStream } from '../../src/initialization/weight-stream.ts';
import { anyStream } from './arbitraries.ts';
import { checksumOf, criticalDistance, kolmogorovSmirnov, momentsOf } from './sample-facts.ts';
import { slowWord } from './slow-random.ts';

const N = 1_000_000;

const drawn = (stream: WeightStream, start: number, length: number): Float32Array => {
  const out = new Float32Array(length);
  fillUniform(stream, start, out);
  return out;
};

describe('fillUniform(stream, start, out)', () => {
  test('a million values fill [-1, 1] evenly', () => {
    const values = drawn(weightStream(0, 'encoder.layer.0.intermediate.dense.weight'), 0, N);
    expect(values.every((value) => Math.abs(value) <= 1)).toBe(true);
    const { mean, variance, skewness, kurtosis } = momentsOf(values);
    // Moments of U(-1, 1): variance 1/3, fourth 1/5, sixth 1/7, kurtosis 9/5; five standard errors.
    expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(1 / 3 / N));
    expect(Math.abs(variance - 1 / 3)).toBeLessThan(5 * Math.sqrt((1 / 5 - 1 / 9) / N));
    expect(Math.abs(skewness)).toBeLessThan(5 * Math.sqrt(6 / N));
    expect(Math.abs(kurtosis - 9 / 5)).toBeLessThan(5 * Math.sqrt(24 / N));
    expect(kolmogorovSmirnov(values, (x) => (x + 1) / 2)).toBeLessThan(criticalDistance(N));
  });

  test('each value is its word as a signed integer, in single precision, over 2^31', () => {
    fc.assert(
      fc.property(anyStream, fc.nat({ max: 2 ** 40 }), (stream, group) => {
        const expected = Array.from(
          { length: 16 },
          (_, i) =>
            Math.fround(Number(BigInt.asIntN(32, BigInt(slowWord(stream, 16 * group + i, 0))))) /
            2 ** 31,
        );
        expect([...drawn(stream, 16 * group, 16)]).toEqual(expected);
      }),
    );
  });

  test('a value does not depend on the start and the length with which it is drawn', () => {
    fc.assert(
      fc.property(anyStream, fc.nat({ max: 15 }), fc.nat({ max: 16 }), (stream, from, groups) => {
        const [start, end] = [16 * from, 16 * Math.max(from, groups)];
        const whole = drawn(stream, 0, 256);
        expect(drawn(stream, start, end - start)).toEqual(whole.subarray(start, end));
      }),
    );
  });

  test('the numbers of a stream are these for ever: a change of any bit changes every score', () => {
    const values = drawn(weightStream(42, 'encoder.layer.0.output.dense.weight'), 0, 65536);
    expect([...values.subarray(0, 4)]).toEqual([
      -0.8026142716407776, 0.8120090961456299, -0.6441038846969604, -0.4335328936576843,
    ]);
    expect(checksumOf(values)).toBe('7401c02e6253fdb6');
  });

  test('refuses a start or a length between groups, and values beyond 2^53', () => {
    const stream = weightStream(0, 'w');
    expect(() => drawn(stream, 8, 16)).toThrow(RangeError);
    expect(() => drawn(stream, 0, 8)).toThrow(RangeError);
    expect(() => drawn(stream, 2 ** 53, 16)).toThrow(RangeError);
  });
});
