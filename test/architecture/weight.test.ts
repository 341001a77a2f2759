import { describe, expect, test } from 'vitest';
import { matrixShapeOf, sizeOf, type WeightMatrix } from '../../src/architecture/weight.ts';

function matrix(...shape: number[]): WeightMatrix {
  return {
    path: 'w',
    shape,
    subModule: 'attention',
    block: 0,
    counts: 'capacity',
    packing: null,
    distribution: { kind: 'normal', standardDeviation: 1 },
  };
}

describe('sizeOf', () => {
  test('a forgotten dimension would change the product', () => {
    expect(sizeOf(matrix(3, 5, 7))).toBe(105);
    expect(sizeOf(matrix(4))).toBe(4);
  });

  test('the largest matrix that the limits allow is counted exactly', () => {
    expect(sizeOf(matrix(2 ** 24, 2 ** 16))).toBe(2 ** 40);
  });
});

describe('matrixShapeOf', () => {
  test('a matrix is itself, outputs by inputs', () => {
    expect(matrixShapeOf(matrix(3, 5))).toEqual({ rows: 3, cols: 5 });
  });

  test('a convolution is viewed as outputs by inputs times kernel', () => {
    expect(matrixShapeOf(matrix(8, 1, 9))).toEqual({ rows: 8, cols: 9 });
    expect(matrixShapeOf(matrix(4, 8, 3))).toEqual({ rows: 4, cols: 24 });
  });
});
