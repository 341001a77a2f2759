import { describe, expect, test } from 'vitest';
import { nearestName } from '../src/nearest-name.ts';

describe('nearestName', () => {
  const known = ['attention', 'feedForward', 'embedding', 'max', 'e'];

  test('a slip of the keyboard finds the name', () => {
    expect(nearestName('atention', known)).toBe('attention');
    expect(nearestName('embeding', known)).toBe('embedding');
    expect(nearestName('mx', ['max'])).toBe('max');
  });

  test('a difference in case alone counts as none', () => {
    expect(nearestName('FEEDFORWARD', known)).toBe('feedForward');
  });

  test('a name that is merely as short suggests nothing', () => {
    expect(nearestName('x', known)).toBeUndefined();
    expect(nearestName('cos', known)).toBeUndefined();
    expect(nearestName('constructor', known)).toBeUndefined();
  });

  test('the nearest wins over an earlier near one, the first over its equals', () => {
    expect(nearestName('log10', ['log1p', 'log10'])).toBe('log10');
    expect(nearestName('log1', ['log2', 'log10'])).toBe('log2');
  });

  test('an empty name, no known names and a very long name suggest nothing, quickly', () => {
    expect(nearestName('', known)).toBeUndefined();
    expect(nearestName('attention', [])).toBeUndefined();
    expect(nearestName('a'.repeat(1e7), known)).toBeUndefined();
  });
});
