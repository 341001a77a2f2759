import { describe, expect, it } from 'vitest';
import { transformMatrix } from '../../src/forward/transform-matrix.ts';

describe('transformMatrix', () => {
  it.each([1, 2, 7, 16])('is orthogonal up to its scale for n = %d: catches a wrong angle', (n) => {
    const cosine = transformMatrix('cosine', n);
    const sine = transformMatrix('sine', n);
    const dct = transformMatrix('discrete-cosine', n);
    const product = (a: readonly number[], b: readonly number[], i: number, j: number): number =>
      Array.from({ length: n }, (_, k) => (a[i * n + k] ?? NaN) * (b[j * n + k] ?? NaN)).reduce(
        (sum, term) => sum + term,
        0,
      );
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const fourier = product(cosine, cosine, i, j) + product(sine, sine, i, j);
        expect(fourier).toBeCloseTo(i === j ? n : 0, 10);
        const expected = i !== j ? 0 : i === 0 ? 4 * n : 2 * n;
        expect(product(dct, dct, i, j)).toBeCloseTo(expected, 10);
      }
    }
  });

  it('keeps its digits at large n: catches an angle of thousands of turns', () => {
    const n = 1024;
    const matrix = transformMatrix('cosine', n);
    // k i = 1023^2 = 1 modulo 1024.
    expect(matrix[n * n - 1]).toBe(Math.cos((2 * Math.PI) / n));
  });
});
