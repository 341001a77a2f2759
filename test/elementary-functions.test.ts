import { Decimal as SomeDecimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cbrt, exp, log, log10, log1p, log2, power } from '../src/elementary-functions.ts';
import { casesOf } from './sweeps.ts';

/** Numbers of 60 digits with functions of another implementation. */
const Decimal = SomeDecimal.clone({ precision: 60 });

/** A double with all of its digits: the constructor takes the shortest text that means it. */
function decimal(x: number): SomeDecimal {
  let halvings = 0;
  for (; !Number.isInteger(x); x *= 2) halvings++;
  return new Decimal(BigInt(x).toString()).div(new Decimal(2).pow(halvings));
}

const between = (min: number, max: number): fc.Arbitrary<number> =>
  fc.double({ min, max, noNaN: true });

/** Numbers of all sizes, near 1, and round ones. */
const positive = fc.oneof(
  between(Number.MIN_VALUE, Number.MAX_VALUE),
  between(0.5, 2),
  fc.integer({ min: 1, max: 1e6 }),
  fc.integer({ min: -1074, max: 1023 }).map((exponent) => 2 ** exponent),
);

const FUNCTIONS: readonly (readonly [
  string,
  (x: number) => number,
  (x: SomeDecimal) => SomeDecimal,
  fc.Arbitrary<number>,
])[] = [
  ['log', log, (x) => x.ln(), positive],
  ['log2', log2, (x) => x.log(2), positive],
  ['log10', log10, (x) => x.log(10), positive],
  ['log1p', log1p, (x) => x.plus(1).ln(), fc.oneof(between(-0.999, -1e-9), between(1e-9, 1e300))],
  ['exp', exp, (x) => x.exp(), fc.oneof(between(-708, 709.78), between(-1e-9, 1e-9))],
  ['cbrt', cbrt, (x) => x.cbrt(), positive],
];

describe('elementary functions', () => {
  test.each(FUNCTIONS)(
    '%s is the double nearest to the true value',
    (_, own, true_, arguments_) => {
      fc.assert(
        fc.property(arguments_, (x) => {
          expect(own(x), String(x)).toBe(true_(decimal(x)).toNumber());
        }),
        { numRuns: casesOf(1000) },
      );
    },
  );

  test('a power is the double nearest to the true value, also in the middle between two', () => {
    const exponent = fc.oneof(between(-20, 20), fc.integer({ min: -40, max: 40 }));
    const odd = fc.integer({ min: 3, max: 2 ** 27 });
    fc.assert(
      fc.property(fc.oneof(positive, odd), exponent, (x, y) => {
        const expected = decimal(x).pow(decimal(y)).toNumber();
        // Below the smallest normal number the result is rounded twice.
        fc.pre(expected > 2 ** -1022);
        expect(power(x, y), `${x} ^ ${y}`).toBe(expected);
      }),
      { numRuns: casesOf(2000) },
    );
    // Products of 54 bits, which end in the middle: they are rounded to the even neighbour.
    expect(power(94906267, 2)).toBe(94906267 * 94906267);
    expect(power(3, 34)).toBe(3 ** 33 * 3);
  });

  test('powers of the base, cubes and neighbours of 1 are exact', () => {
    for (let n = -300; n <= 300; n++) {
      expect(log10(Number(`1e${n}`)), String(n)).toBe(n);
      expect(log2(2 ** n)).toBe(n);
      expect(cbrt(n * n * n)).toBe(n);
      expect(power(10, n), String(n)).toBe(Number(`1e${n}`));
    }
    expect(log(Math.E)).toBe(1);
    expect(exp(1)).toBe(Math.E);
    expect(power(1 + Number.EPSILON, 2 ** 52)).toBe(Math.E);
  });

  test('results below the normal numbers are off by half a unit at most, and then 0', () => {
    for (const x of [-708.5, -720, -740, -744.4, -745.1]) {
      const units = exp(x) / Number.MIN_VALUE;
      const expected = decimal(x).exp().div(new Decimal(2).pow(-1074)).toNumber();
      expect(Math.abs(units - expected)).toBeLessThanOrEqual(0.5 + 1e-9);
    }
    expect(exp(-745.2)).toBe(0);
    expect(log(Number.MIN_VALUE)).toBe(decimal(Number.MIN_VALUE).ln().toNumber());
    expect(cbrt(Number.MIN_VALUE)).toBe(decimal(Number.MIN_VALUE).cbrt().toNumber());
    expect(log1p(-Number.MIN_VALUE)).toBe(-Number.MIN_VALUE);
  });

  const special = [NaN, 0, -0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, Infinity, -Infinity, 1e308, -1e308];

  test.each([
    ['log', log, Math.log],
    ['log2', log2, Math.log2],
    ['log10', log10, Math.log10],
    ['log1p', log1p, Math.log1p],
    ['exp', exp, Math.exp],
    ['cbrt', cbrt, Math.cbrt],
  ] as const)('%s has the special cases of Math, zeros with their sign', (_, own, native) => {
    for (const x of special) {
      const expected = native(x);
      if (Number.isInteger(expected) || !Number.isFinite(expected)) expect(own(x)).toBe(expected);
      else expect(own(x)).toBeCloseTo(expected, 12);
    }
  });

  test('powers have the special cases of **, zeros with their sign', () => {
    for (const x of special) {
      for (const y of special) {
        const expected = x ** y;
        const message = `${x} ^ ${y}`;
        if (Number.isInteger(expected) || !Number.isFinite(expected)) {
          expect(power(x, y), message).toBe(expected);
        } else {
          expect(power(x, y), message).toBeCloseTo(expected, 12);
        }
      }
    }
  });
});
