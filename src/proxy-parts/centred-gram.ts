import { sub } from '../onnx/compose/arithmetic.ts';
import { asMatrix, gemm } from '../onnx/compose/matmul.ts';
import { reduceMean, reduceSumSquare } from '../onnx/compose/reductions.ts';
import { reshape } from '../onnx/compose/shapes.ts';
import type { GraphBuilder } from '../onnx/graph-builder.ts';
import type { GraphValue } from '../onnx/graph.ts';
import type { Numbers } from './numbers.ts';

/** Below this share of the mean square, a variance is rounding error of single precision. */
const CONSTANT = 1e-10;

/**
 * Two values: the products of the centred features of the tokens of the batch, and the sum of the
 * squares of all features, [1].
 *
 * The eigenvalues of the covariance, width x width and times the tokens, are those of the products of
 * the centred tokens, tokens x tokens, and zeros: the first value is the smaller of the two.
 *
 * @param value [B, T, width]
 */
export function centredGram(
  builder: GraphBuilder,
  value: GraphValue,
): readonly [GraphValue, GraphValue] {
  const rows = asMatrix(builder, value);
  const centred = sub(builder, rows, reduceMean(builder, rows, [0], true));
  const [tokens = 0, width = 0] = rows.shape;
  return [
    gemm(builder, centred, centred, tokens <= width ? { transposeB: true } : { transposeA: true }),
    reshape(builder, reduceSumSquare(builder, rows), [1]),
  ];
}

/** The variance of a matrix of such products, times the tokens: their trace. */
export function varianceOf(gram: Numbers): number {
  const size = Math.sqrt(gram.length);
  let variance = 0;
  for (let i = 0; i < size; i++) variance += gram[i * size + i] ?? NaN;
  return variance;
}

/** Whether features are the same for all tokens, but for rounding. */
export function isConstant(variance: number, square: number): boolean {
  return variance <= CONSTANT * square;
}
