import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainReflections, reflectionsOf } from '../../src/capacity/reflections.ts';
import { tridiagonalize, type SymmetricTridiagonal } from '../../src/capacity/tridiagonalize.ts';
import { MOST_REFLECTED, vectorReflections } from '../../src/kernel/reflections.ts';

function matrixOf(size: number, seed: number): Float64Array {
  let state = seed >>> 0;
  return Float64Array.from({ length: size * size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state - 2 ** 31) / (1 + (state & 0xffff));
  });
}

function bothForms(
  matrix: Float64Array,
  size: number,
): [SymmetricTridiagonal, SymmetricTridiagonal] {
  return [
    tridiagonalize(matrix.slice(), size),
    tridiagonalize(matrix.slice(), size, plainReflections),
  ];
}

describe('vectorReflections', () => {
  test('are there: catches a kernel that this engine refuses', () => {
    expect(vectorReflections()).not.toBeNull();
  });

  test('give the numbers of the plain form to the last bit, of odd and of even orders', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(), (size, seed) => {
        const [vector, plain] = bothForms(matrixOf(size, seed), size);
        expect(vector).toEqual(plain);
      }),
      { numRuns: 100 },
    );
  });

  test('give them after the memory has grown, and of a smaller one after: catches what is left over', () => {
    for (const size of [3, 301, 8, 200, 5]) {
      const [vector, plain] = bothForms(matrixOf(size, size), size);
      expect(vector).toEqual(plain);
    }
  });

  test('keep what is no number: catches a NaN that is taken for zero', () => {
    const matrix = matrixOf(6, 1);
    matrix[30] = NaN;
    const [vector, plain] = bothForms(matrix, 6);
    expect(vector).toEqual(plain);
    expect(vector.diagonal.some(Number.isNaN)).toBe(true);
  });

  test('leave larger matrices to the plain form, in their own memory', () => {
    const size = MOST_REFLECTED + 1;
    const matrix = new Float64Array(size * size);
    expect(reflectionsOf(matrix, size).matrix).toBe(matrix);
    expect(reflectionsOf(matrix, size - 1).matrix).not.toBe(matrix);
  });
});
