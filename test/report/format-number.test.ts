import { describe, expect, test } from 'vitest';
import {
  formatAsGiven,
  formatNumber,
  formatNumbers,
  formatP,
} from '../../src/report/format-number.ts';

describe('formatNumber', () => {
  test.each([
    [0, '0'],
    [7, '7'],
    [999, '999'],
    [1000, '1,000'],
    [-1234567, '-1,234,567'],
    [0.5, '0.500000'],
    [1234.5678, '1234.57'],
    [1e-9, '1.00000e-9'],
    [1e15, '1.00000e+15'],
    [-0.02, '-0.0200000'],
  ])('%d is shown as %s', (value, expected) => {
    expect(formatNumber(value)).toBe(expected);
  });
});

describe('formatNumbers', () => {
  test('one number with a fraction keeps a column from being shown as whole ones', () => {
    expect(formatNumbers([1, 2000])).toEqual(['1', '2,000']);
    expect(formatNumbers([1, 0.25])).toEqual(['1.00000', '0.250000']);
    expect(formatNumbers([])).toEqual([]);
  });
});

describe('formatAsGiven', () => {
  test('every number has the decimals of the longest, six at most', () => {
    expect(formatAsGiven([80, 70.25, 1])).toEqual(['80.00', '70.25', '1.00']);
    expect(formatAsGiven([1e-7, 0.5])).toEqual(['1e-7', '0.5']);
    expect(formatAsGiven([1, 2])).toEqual(['1', '2']);
    expect(formatAsGiven([1 / 3])).toEqual(['0.333333']);
    expect(formatAsGiven([])).toEqual([]);
  });
});

describe('formatP', () => {
  test.each([
    [1, '1.000'],
    [0.05, '0.050'],
    [0.001, '0.001'],
    [0.00099, '9.9e-4'],
    [1e-200, '1.0e-200'],
    [0, '< 1e-300'],
  ])('%d is shown as %s', (p, expected) => {
    expect(formatP(p)).toBe(expected);
  });
});
