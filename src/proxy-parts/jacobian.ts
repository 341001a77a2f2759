import { cast } from '../onnx/compose/functions.ts';
import { reshape } from '../onnx/compose/shapes.ts';
import { sizeOfShape } from '../onnx/shape.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { failure, success, type Result } from '../result.ts';
import type { MeasuredPass } from './network-proxy.ts';

/**
 * The gradients of the loss with respect to the input of the first block, a row for each sequence of the
 * batch, [B, T h], in double precision: tokens have no derivative, their vectors have.
 *
 * @returns a failure where there are fewer than two sequences to compare
 */
export function jacobianRows(pass: MeasuredPass): Result<GraphValue> {
  const { builder, embedded, batch } = pass.forward;
  if (batch < 2)
    return failure('Jacobians are compared between sequences: take a batch of at least 2');
  const gradient = pass.gradientOf(embedded);
  if (gradient === null) return failure('the loss does not depend on the input');
  const rows = reshape(builder, gradient, [batch, sizeOfShape(gradient.shape) / batch]);
  return success(cast(builder, rows, 'float64'));
}

/**
 * The matrix of cosines of rows whose scalar products are given.
 *
 * @param products n x n, row-major
 * @returns n x n, row-major, 1 on the diagonal; a failure where a row is zero or not finite
 */
export function cosinesOf(products: ArrayLike<number>, n: number): Result<Float64Array> {
  const norms = Array.from({ length: n }, (_, i) => Math.sqrt(products[i * n + i] ?? NaN));
  const bad = norms.findIndex((norm) => !(norm > 0 && Number.isFinite(norm)));
  if (bad !== -1) {
    const what = norms[bad] === 0 ? 'zero' : 'not finite';
    return failure(`the gradient at the input of sequence ${bad} is ${what}`);
  }
  return success(
    Float64Array.from({ length: n * n }, (_, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      return i === j ? 1 : (products[at] ?? NaN) / ((norms[i] ?? NaN) * (norms[j] ?? NaN));
    }),
  );
}
