import { describe, expect, test } from 'vitest';
import { gramMatrix } from '../../src/capacity/gram-matrix.ts';
import { singularValues } from '../../src/capacity/singular-values.ts';
import { GraphBuilder } from '../../src/onnx/graph-builder.ts';
import { doubleGram, nuclearNorm, NuclearNorms } from '../../src/proxy-parts/nuclear-norms.ts';
import { runGraph } from '../forward/run-graph.ts';

const matrix = (factor: number): Float32Array =>
  Float32Array.from({ length: 12 }, (_, i) => Math.sin(factor * (i + 1)));

const gram = (factor: number): Float64Array => gramMatrix(matrix(factor), 3, 4);

describe('doubleGram', () => {
  test.each([
    [3, 4],
    [4, 3],
    [1, 12],
    [12, 1],
  ])(
    'of %i x %i is the product of the smaller side in double precision: catches one in single',
    async (rows, columns) => {
      const builder = new GraphBuilder('float32');
      const value = builder.input('a', [rows, columns]);
      const products = doubleGram(builder, value);
      const data = matrix(1);
      const feeds = new Map([['a', { type: value.type, shape: value.shape, data }]]);
      const found = (await runGraph(builder, [products], feeds)).get(products) ?? [];
      const size = Math.min(rows, columns);
      const expected = gramMatrix(data, rows, columns);
      expect(found).toHaveLength(size * size);
      for (let row = 0; row < size; row++) {
        for (let column = 0; column <= row; column++) {
          expect(found[row * size + column]).toBeCloseTo(expected[row * size + column]!, 13);
        }
      }
    },
  );
});

describe('nuclearNorm', () => {
  test('is the sum of the singular values', () => {
    expect(nuclearNorm(Float64Array.of(9, 0, 0, 16))).toBeCloseTo(7, 12);
    expect(nuclearNorm(new Float64Array(4))).toBe(0);
    const values = singularValues(matrix(1), 3, 4);
    const sum = values.reduce((total, value) => total + value, 0);
    expect(nuclearNorm(gram(1))).toBeCloseTo(sum, 12);
  });

  test('leaves the products as they are: catches a reduction in place', () => {
    const products = gram(1);
    nuclearNorm(products);
    expect(products).toEqual(gram(1));
  });
});

describe('NuclearNorms', () => {
  test('know a weight again, and tell it from another of its path: catches a seed that is taken for another', () => {
    const norms = new NuclearNorms();
    const first = norms.ofWeight('a', gram(1));
    expect(first).toBe(nuclearNorm(gram(1)));
    expect(norms.ofWeight('a', gram(1))).toBe(first);
    expect(norms.ofWeight('a', gram(2))).toBe(nuclearNorm(gram(2)));
    expect(norms.ofWeight('a', gramMatrix(matrix(1), 2, 6))).toBe(
      nuclearNorm(gramMatrix(matrix(1), 2, 6)),
    );
  });

  test('keep entries of their own: catches a buffer that is used again', () => {
    const norms = new NuclearNorms();
    const buffer = gram(1);
    norms.ofWeight('a', buffer);
    buffer.set(gram(2));
    expect(norms.ofWeight('a', buffer)).toBe(nuclearNorm(gram(2)));
  });

  test('start anew when they are full: catches memory that grows with every path', () => {
    const norms = new NuclearNorms();
    const large = new Float64Array(1024 ** 2);
    large[0] = 25;
    for (let i = 0; i < 6; i++) expect(norms.ofWeight(`${i}`, large)).toBeCloseTo(5, 12);
    expect(norms.ofWeight('a', gram(1))).toBe(nuclearNorm(gram(1)));
  });
});
