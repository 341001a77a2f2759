import { int } from '../attributes.ts';
import type { Builder, GraphValue } from '../graph.ts';
import { nth, sizeOfShape } from '../shape.ts';
import { reshape } from './shapes.ts';

/** Products of the matrices in the last two axes; the axes before them are broadcast. */
export function matmul(builder: Builder, a: GraphValue, b: GraphValue): GraphValue {
  return builder.apply('MatMul', [a, b]);
}

/** How {@link gemm} takes its matrices. */
export interface GemmOptions {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  /** Added to the product; broadcast to its shape. */
  readonly plus?: GraphValue | null;
}

/** The product of two matrices, either of them transposed without being copied. */
export function gemm(
  builder: Builder,
  a: GraphValue,
  b: GraphValue,
  { transposeA = false, transposeB = false, plus = null }: GemmOptions = {},
): GraphValue {
  return builder.apply('Gemm', plus === null ? [a, b] : [a, b, plus], {
    transA: int(transposeA ? 1 : 0),
    transB: int(transposeB ? 1 : 0),
  });
}

/** A tensor as one matrix: its last axis, and all before it as one. */
export function asMatrix(builder: Builder, value: GraphValue): GraphValue {
  const width = nth(value.shape, value.shape.length - 1);
  return reshape(builder, value, [sizeOfShape(value.shape.slice(0, -1)), width]);
}

/**
 * A linear layer on the last axis: `x W^T + b`.
 *
 * @param value [..., in]
 * @param weight [out, in]
 * @param bias [out], or null
 * @returns [..., out]
 */
export function linear(
  builder: Builder,
  value: GraphValue,
  weight: GraphValue,
  bias: GraphValue | null,
): GraphValue {
  const product = gemm(builder, asMatrix(builder, value), weight, { transposeB: true, plus: bias });
  return reshape(builder, product, [...value.shape.slice(0, -1), nth(weight.shape, 0)]);
}
