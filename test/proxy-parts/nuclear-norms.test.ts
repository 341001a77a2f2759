import { describe, expect, test } from 'vitest';
import { nuclearNorm, NuclearNorms } from '../../src/proxy-parts/nuclear-norms.ts';

const matrix = (factor: number): Float32Array =>
  Float32Array.from({ length: 12 }, (_, i) => Math.sin(factor * (i + 1)));

describe('nuclearNorm', () => {
  test('is the sum of the singular values', () => {
    expect(nuclearNorm(Float32Array.of(3, 0, 0, 0, -4, 0), 2, 3)).toBeCloseTo(7, 12);
    expect(nuclearNorm(new Float32Array(6), 2, 3)).toBe(0);
  });
});

describe('NuclearNorms', () => {
  test('know a weight again, and tell it from another of its path: catches a seed that is taken for another', () => {
    const norms = new NuclearNorms();
    const first = norms.ofWeight('a', matrix(1), 3, 4);
    expect(first).toBe(nuclearNorm(matrix(1), 3, 4));
    expect(norms.ofWeight('a', matrix(1), 3, 4)).toBe(first);
    expect(norms.ofWeight('a', matrix(2), 3, 4)).toBe(nuclearNorm(matrix(2), 3, 4));
    expect(norms.ofWeight('a', matrix(1), 4, 3)).toBe(nuclearNorm(matrix(1), 4, 3));
  });

  test('keep entries of their own: catches a buffer that is used again', () => {
    const norms = new NuclearNorms();
    const buffer = matrix(1);
    norms.ofWeight('a', buffer, 3, 4);
    buffer.set(matrix(2));
    expect(norms.ofWeight('a', buffer, 3, 4)).toBe(nuclearNorm(matrix(2), 3, 4));
  });

  test('start anew when they are full: catches memory that grows with every path', () => {
    const norms = new NuclearNorms();
    const wide = new Float32Array(2 ** 21);
    wide[0] = 5;
    for (let i = 0; i < 6; i++) expect(norms.ofWeight(`${i}`, wide, 1, wide.length)).toBe(5);
    expect(norms.ofWeight('a', matrix(1), 3, 4)).toBe(nuclearNorm(matrix(1), 3, 4));
  });
});
