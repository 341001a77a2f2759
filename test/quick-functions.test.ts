import { Decimal as SomeDecimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DoubleDouble } from '../src/double-double.ts';
import { quickExponential } from '../src/quick-exponential.ts';
import { quickLogarithm } from '../src/quick-logarithm.ts';
import { casesOf } from './sweeps.ts';

/** Numbers of 60 digits with functions of another implementation. */
const Decimal = SomeDecimal.clone({ precision: 60 });

/** What both functions state, and the elementary functions rely on. */
const BOUND = 2 ** -64;

/** A double with all of its digits: the constructor takes the shortest text that means it. */
function decimal(x: number): SomeDecimal {
  let halvings = 0;
  for (; !Number.isInteger(x); x *= 2) halvings++;
  return new Decimal(BigInt(x).toString()).div(new Decimal(2).pow(halvings));
}

const sumOf = ({ high, low }: DoubleDouble): SomeDecimal => decimal(high).plus(decimal(low));

function twoDoubles(exact: SomeDecimal): DoubleDouble {
  const high = exact.toNumber();
  return { high, low: exact.minus(decimal(high)).toNumber() };
}

function relativeError(own: SomeDecimal, exact: SomeDecimal): number {
  return exact.isZero() ? own.abs().toNumber() : own.minus(exact).div(exact).abs().toNumber();
}

const between = (min: number, max: number): fc.Arbitrary<number> =>
  fc.double({ min, max, noNaN: true });

describe('quick functions', () => {
  test('a quick logarithm has 19 digits, of any size and next to 1', () => {
    const log = quickLogarithm((x) => twoDoubles(decimal(x).ln()));
    const nextToOne = fc
      .tuple(fc.integer({ min: 1, max: 52 }), between(-1, 1))
      .map(([exponent, part]) => 1 + part * 2 ** -exponent);
    const positive = fc.oneof(between(2 ** -1022, Number.MAX_VALUE), between(0.5, 2), nextToOne);
    fc.assert(
      fc.property(positive, (x) => {
        expect(relativeError(sumOf(log(x)), decimal(x).ln()), String(x)).toBeLessThan(BOUND);
      }),
      { numRuns: casesOf(2000) },
    );
    expect(log(1)).toEqual({ high: 0, low: 0 });
  });

  test('a quick exponential has 19 digits, also of an argument of two doubles', () => {
    const exp = quickExponential((j) => twoDoubles(new Decimal(2).pow(new Decimal(j).div(64))));
    const argument = fc
      .tuple(fc.oneof(between(-745, 709), between(-1, 1)), between(-0.5, 0.5))
      .map(([high, part]) => ({ high, low: part * Math.abs(high) * 2 ** -53 }));
    fc.assert(
      fc.property(argument, (x) => {
        const { exponent, ...own } = exp(x);
        const product = sumOf(own).times(new Decimal(2).pow(exponent));
        expect(relativeError(product, sumOf(x).exp()), String(x.high)).toBeLessThan(BOUND);
        expect(own.high).toBeGreaterThan(0.99);
        expect(own.high).toBeLessThan(2.01);
      }),
      { numRuns: casesOf(2000) },
    );
  });
});
