import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { normalTail } from '../../src/evaluation/normal-tail.ts';
import { TRUNCATED_VARIANCE } from '../../src/initialization/distribution.ts';
import { fillNormal, fillTruncatedNormal } from '../../src/initialization/standard-normal.ts';
import { weightStream, type WeightStream } from '../../src/initialization/weight-stream.ts';
import { anyStream } from './arbitraries.ts';
import {
  checksumOf,
  correlationOf,
  criticalDistance,
  kolmogorovSmirnov,
  momentsOf,
} from './sample-facts.ts';
import { slowNormal } from './slow-random.ts';

const N = 1_000_000;

/** A fair generator fails a bound of so many standard errors about once in 1.7 million draws. */
const STANDARD_ERRORS = 5;

const drawn = (stream: WeightStream, start: number, length: number): Float32Array => {
  const out = new Float32Array(length);
  fillNormal(stream, start, out);
  return out;
};

const truncated = (stream: WeightStream, start: number, length: number, bound: number) => {
  const out = new Float32Array(length);
  fillTruncatedNormal(stream, start, out, bound);
  return out;
};

/** A span of whole groups inside the first 512 values. */
const anySpan = fc
  .tuple(fc.nat({ max: 31 }), fc.integer({ min: 0, max: 32 }))
  .map(([from, groups]) => ({ start: 16 * from, length: 16 * Math.min(groups, 32 - from) }));

describe('fillNormal(stream, start, out), a million values', () => {
  let values: Float32Array = new Float32Array(0);
  beforeAll(() => {
    values = drawn(weightStream(0, 'encoder.layer.0.attention.self.query.weight'), 0, N);
  });

  // Standard errors of a normal sample's moments: Kendall and Stuart, vol. 1, section 10.
  test.each([
    ['mean', 0, Math.sqrt(1 / N)],
    ['variance', 1, Math.sqrt(2 / N)],
    ['skewness', 0, Math.sqrt(6 / N)],
    ['kurtosis', 3, Math.sqrt(24 / N)],
  ] as const)('have %s %d within five standard errors of %d', (name, expected, standardError) => {
    const deviation = Math.abs(momentsOf(values)[name] - expected);
    expect(deviation).toBeLessThan(STANDARD_ERRORS * standardError);
  });

  test('follow the normal distribution by a Kolmogorov-Smirnov test at 0.1 %', () => {
    const distance = kolmogorovSmirnov(values, (z) => 1 - normalTail(z));
    expect(distance).toBeLessThan(criticalDistance(N));
  });

  test('the test itself sees a scale that is wrong by one percent', () => {
    const wrong = values.map((value) => value * 1.01);
    expect(kolmogorovSmirnov(wrong, (z) => 1 - normalTail(z))).toBeGreaterThan(criticalDistance(N));
  });

  test.each([1, 2, 3, 4, 8, 12, 16])('are uncorrelated at a distance of %i', (lag) => {
    const correlation = correlationOf(N - lag, (i) => [values[i]!, values[i + lag]!]);
    expect(Math.abs(correlation)).toBeLessThan(STANDARD_ERRORS / Math.sqrt(N));
  });

  test('the two halves of Box-Muller are independent, in their squares as well', () => {
    // Values i and i + 4 share a radius where bit 2 of i is not set.
    const cosineAt = (pair: number): number => 8 * Math.floor(pair / 4) + (pair % 4);
    for (const power of [1, 2]) {
      const correlation = correlationOf(N / 2, (pair) => [
        values[cosineAt(pair)]! ** power,
        values[cosineAt(pair) + 4]! ** power,
      ]);
      expect(Math.abs(correlation)).toBeLessThan(STANDARD_ERRORS / Math.sqrt(N / 2));
    }
  });

  test('other paths and seeds, however near, give unrelated values', () => {
    const path = 'encoder.layer.0.attention.self.query.weight';
    for (const other of [
      weightStream(1, path),
      weightStream(2 ** 32, path),
      weightStream(0, 'encoder.layer.1.attention.self.query.weight'),
    ]) {
      const others = drawn(other, 0, N);
      const correlation = correlationOf(N, (i) => [values[i]!, others[i]!]);
      expect(Math.abs(correlation)).toBeLessThan(STANDARD_ERRORS / Math.sqrt(N));
    }
  });
});

describe('fillNormal(stream, start, out)', () => {
  test('each value is the Box-Muller number of its own words, to four units of single precision', () => {
    fc.assert(
      fc.property(
        anyStream,
        fc.oneof(fc.nat({ max: 10_000 }), fc.constantFrom(2 ** 28, 2 ** 34, 2 ** 49 - 1)),
        (stream, group) => {
          for (const [i, value] of drawn(stream, 16 * group, 16).entries()) {
            const slow = slowNormal(stream, 16 * group + i);
            expect(Math.abs(value - slow.value)).toBeLessThanOrEqual(4 * 2 ** -24 * slow.radius);
          }
        },
      ),
    );
  });

  test('a value does not depend on the start and the length with which it is drawn', () => {
    fc.assert(
      fc.property(anyStream, anySpan, (stream, { start, length }) => {
        const whole = drawn(stream, 0, 512);
        expect(drawn(stream, start, length)).toEqual(whole.subarray(start, start + length));
      }),
    );
  });

  test('the numbers of a stream are these for ever: a change of any bit changes every score', () => {
    const values = drawn(weightStream(42, 'encoder.layer.0.output.dense.weight'), 0, 65536);
    expect([...values.subarray(0, 16)]).toEqual([
      0.32607796788215637, -0.5215367078781128, -0.91093510389328, 0.023906685411930084,
      0.5774385333061218, 0.38011443614959717, 0.22357939183712006, 1.292673110961914,
      -1.6247681379318237, 2.1834521293640137, -1.2280055284500122, 0.2618010938167572,
      -0.37984025478363037, -1.1272259950637817, -0.22960273921489716, 0.8185146450996399,
    ]);
    expect(checksumOf(values)).toBe('ef2f900411c2755f');
  });

  test('nothing is drawn into an empty array', () => {
    expect(drawn(weightStream(0, 'w'), 16, 0)).toHaveLength(0);
  });

  test.each([
    [8, 16],
    [1, 16],
    [-16, 16],
    [NaN, 16],
    [0, 20],
    [2 ** 53, 16],
  ])('refuses start %d and length %d', (start, length) => {
    expect(() => drawn(weightStream(0, 'w'), start, length)).toThrow(RangeError);
  });
});

describe('fillTruncatedNormal(stream, start, out, bound)', () => {
  const upper = normalTail(2);
  const stream = weightStream(0, 'embeddings.word_embeddings.weight');

  test('a million values lie within the bound and have the moments of a truncated normal', () => {
    const values = truncated(stream, 0, N, 2);
    expect(values.every((value) => Math.abs(value) <= 2)).toBe(true);
    const { mean, variance, skewness } = momentsOf(values);
    // Fourth moment of a normal cut at 2, by integration by parts: 3 v - 8 c, c = 2 phi(2) / P.
    const c = (2 * Math.exp(-2)) / Math.sqrt(2 * Math.PI) / (1 - 2 * upper);
    const fourth = 3 * TRUNCATED_VARIANCE - 8 * c;
    expect(Math.abs(mean)).toBeLessThan(STANDARD_ERRORS * Math.sqrt(TRUNCATED_VARIANCE / N));
    expect(Math.abs(variance - TRUNCATED_VARIANCE)).toBeLessThan(
      STANDARD_ERRORS * Math.sqrt((fourth - TRUNCATED_VARIANCE ** 2) / N),
    );
    // The skewness of a symmetric sample with lighter tails spreads less than a normal one's.
    expect(Math.abs(skewness)).toBeLessThan(STANDARD_ERRORS * Math.sqrt(6 / N));
    const distance = kolmogorovSmirnov(
      values,
      (z) => (1 - normalTail(z) - upper) / (1 - 2 * upper),
    );
    expect(distance).toBeLessThan(criticalDistance(N));
  });

  test('a value is the first attempt at its index that falls inside, whatever the others needed', () => {
    fc.assert(
      fc.property(anyStream, fc.nat({ max: 1000 }), (anyOne, group) => {
        for (const [i, value] of truncated(anyOne, 16 * group, 16, 1).entries()) {
          let attempt = 0;
          let slow = slowNormal(anyOne, 16 * group + i);
          // Bit for bit where the two precisions agree which attempts are outside.
          fc.pre(Math.abs(Math.abs(slow.value) - 1) > 1e-6);
          while (Math.abs(slow.value) > 1) {
            attempt += 1;
            slow = slowNormal(anyOne, 16 * group + i, attempt);
            fc.pre(Math.abs(Math.abs(slow.value) - 1) > 1e-6);
          }
          expect(Math.abs(value - slow.value)).toBeLessThanOrEqual(4 * 2 ** -24 * slow.radius);
        }
      }),
    );
  });

  test('a value does not depend on the start and the length with which it is drawn', () => {
    fc.assert(
      fc.property(anyStream, anySpan, (anyOne, { start, length }) => {
        const whole = truncated(anyOne, 0, 512, 1.5);
        expect(truncated(anyOne, start, length, 1.5)).toEqual(
          whole.subarray(start, start + length),
        );
      }),
    );
  });

  test('a value inside the bound is that of the plain normal', () => {
    const plain = drawn(stream, 0, 4096);
    const cut = truncated(stream, 0, 4096, 2);
    for (let i = 0; i < 4096; i++) expect(cut[i] === plain[i]).toBe(Math.abs(plain[i]!) <= 2);
    expect(truncated(stream, 0, 4096, Infinity)).toEqual(plain);
  });

  test('the numbers of a stream are these for ever', () => {
    const values = truncated(weightStream(42, 'encoder.layer.0.output.dense.weight'), 0, 65536, 2);
    expect(checksumOf(values)).toBe('0515c944783275fd');
  });

  test.each([0.99, 0, -2, NaN])(
    'refuses the bound %d, at which most attempts would fail',
    (bound) => {
      expect(() => truncated(stream, 0, 16, bound)).toThrow(
        `bound must be at least 1, got ${bound}`,
      );
    },
  );

  test('refuses a start or a length between groups', () => {
    expect(() => truncated(stream, 8, 16, 2)).toThrow(RangeError);
    expect(() => truncated(stream, 0, 8, 2)).toThrow(RangeError);
  });
});
