import { describe, expect, it } from 'vitest';
import { normalTail } from '../../src/evaluation/normal-tail.ts';
import { reference } from './reference.ts';
import { relativeError } from './relative-error.ts';

describe('normalTail', () => {
  it.each(reference.normalTail)(
    'equals SciPy at $z: catches a series or fraction cut too early',
    ({ z, tail }) => {
      // SciPy itself is off by up to 2e-13 far out.
      expect(relativeError(normalTail(z), tail)).toBeLessThan(z > 10 ? 1e-12 : 1e-14);
    },
  );

  // By mpmath 1.3, with 60 digits, rounded to a double.
  it.each([
    [1.5, 0.06680720126885807],
    [21.2734, 1.0011425842613905e-100],
    [37.3, 8.205494844930773e-305],
  ])('keeps its precision at %f: catches an exponent that magnifies rounding', (z, tail) => {
    expect(relativeError(normalTail(z), tail)).toBeLessThan(2e-15);
  });

  it('is 0, 1/2 and 1 at the ends and the middle: catches a NaN at infinity', () => {
    expect(normalTail(Infinity)).toBe(0);
    expect(normalTail(40)).toBe(0);
    expect(normalTail(0)).toBe(0.5);
    expect(normalTail(-0)).toBe(0.5);
    expect(normalTail(-Infinity)).toBe(1);
  });

  it('falls without a jump where the formulas meet: catches two that disagree', () => {
    for (const meeting of [-1.5, 1.5]) {
      const jump = normalTail(meeting - 1e-12) - normalTail(meeting + 1e-12);
      // The density at 1.5 is 0.1295, times the step of 2e-12.
      expect(jump).toBeGreaterThan(2.58e-13);
      expect(jump).toBeLessThan(2.6e-13);
    }
  });
});
