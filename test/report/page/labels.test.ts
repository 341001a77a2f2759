import { describe, expect, it } from 'vitest';
import { formatPlace, signedPlace } from '../../../src/report/page/labels.ts';

describe('formatPlace', () => {
  it('has thousands apart, halves or not: catches 3936.5 beside 6,489', () => {
    expect([1, 2.5, 6489, 3936.5, 0].map(formatPlace)).toEqual([
      '1',
      '2.5',
      '6,489',
      '3,936.5',
      '0',
    ]);
  });
});

describe('signedPlace', () => {
  it('has a sign for all but 0: catches a plus before nothing', () => {
    expect([0, 1.5, -2000, -0].map(signedPlace)).toEqual(['0', '+1.5', '−2,000', '0']);
  });
});
