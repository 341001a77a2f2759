import { describe, expect, it } from 'vitest';
import { studentTTail } from '../../src/evaluation/student-t-tail.ts';
import { reference } from './reference.ts';
import { relativeError } from './relative-error.ts';

describe('studentTTail', () => {
  it.each(reference.studentTTail)(
    'equals SciPy at t = $t with $degreesOfFreedom degrees: catches a fraction cut too early',
    ({ t, degreesOfFreedom, tail }) => {
      const tolerance = 2e-13 + degreesOfFreedom * 1e-16;
      expect(relativeError(studentTTail(t, degreesOfFreedom), tail)).toBeLessThan(tolerance);
    },
  );

  it.each([0.001, 0.5, 1, 3, 40, 1e10, 1e200])(
    'equals the Cauchy tail at t = %f with 1 degree: catches an overflowing square',
    (t) => {
      expect(relativeError(studentTTail(t, 1), Math.atan2(1, t) / Math.PI)).toBeLessThan(5e-14);
    },
  );

  it('is 0, 1/2 and 1 at the ends and the middle: catches a NaN at infinity', () => {
    expect(studentTTail(Infinity, 4)).toBe(0);
    expect(studentTTail(1e300, 50)).toBe(0);
    expect(studentTTail(0, 4)).toBe(0.5);
    expect(studentTTail(-Infinity, 4)).toBe(1);
  });
});
