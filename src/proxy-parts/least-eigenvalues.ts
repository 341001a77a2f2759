import { tridiagonalEigenvalues } from '../capacity/tridiagonal-eigenvalues.ts';
import { tridiagonalize } from '../capacity/tridiagonalize.ts';
import type { ForwardPass } from '../forward/forward-pass.ts';
import { threeAxes } from '../forward/heads.ts';
import { sub } from '../onnx/compose/arithmetic.ts';
import { cast } from '../onnx/compose/functions.ts';
import { gemm } from '../onnx/compose/matmul.ts';
import { reduceMean } from '../onnx/compose/reductions.ts';
import { gather } from '../onnx/compose/selections.ts';
import { integers, reshape, slice } from '../onnx/compose/shapes.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { failure, success, type Result } from '../result.ts';
import type { NetworkMeasure } from './network-proxy.ts';
import { finiteScore, numbersOf, type Numbers } from './numbers.ts';

/**
 * The sum over the feature maps of all blocks of the least eigenvalue of the Pearson correlations
 * between tokens of the first sequence, over the features of the map, times the tokens of the map for
 * each that is taken.
 *
 * The maps are what modules of a block give for every token that they read, [T, width]: queries, keys
 * and values, or the input of a transform; what the operation makes of the residual stream; feed-forward layers but
 * the last, before and after their activation; the block. A token whose features are all equal
 * correlates with none, not even with itself.
 *
 * Centred features of a map of width w have rank w - 1 at most: the least eigenvalue of as many tokens
 * or more is 0 and is not computed.
 *
 * @param most tokens that are taken, at equal distances
 * @returns a failure where no map is wider than the tokens that are taken of it
 */
export function leastEigenvalues(forward: ForwardPass, most: number): Result<NetworkMeasure> {
  const { builder } = forward;
  const wide = featureMaps(forward).flatMap((map) => {
    const [, length, width] = threeAxes(map);
    const count = Math.min(most, length);
    return width > count ? [{ map, length, count }] : [];
  });
  if (wide.length === 0) {
    const taken = Number.isFinite(most) ? `, of which ${most} are taken` : '';
    return failure(
      `no layer has more features than tokens${taken}, so that the least eigenvalues of their correlations are 0: take a smaller --sequence-length`,
    );
  }
  const outputs = wide.map(({ map, length, count }) => {
    const sequence = reshape(builder, slice(builder, map, 0, 0, 1), map.shape.slice(1));
    const places = Array.from({ length: count }, (_, i) => Math.floor((i * length) / count));
    const taken =
      count === length ? sequence : gather(builder, sequence, integers(builder, places));
    const rows = cast(builder, taken, 'float64');
    const centred = sub(builder, rows, reduceMean(builder, rows, [1], true));
    return gemm(builder, centred, centred, { transposeB: true });
  });
  return success({
    outputs,
    score: (tensors) => {
      let sum = 0;
      for (const [index, { length, count }] of wide.entries()) {
        sum += (leastOf(numbersOf(tensors, index), count) * length) / count;
      }
      return finiteScore(sum);
    },
  });
}

function featureMaps({ blocks }: ForwardPass): readonly GraphValue[] {
  return blocks.flatMap((block) => [
    ...[block, ...(block.cross === null ? [] : [block.cross])].flatMap(({ projections }) =>
      projections.map(({ value }) => value),
    ),
    block.operationOutput,
    ...block.preActivations,
    ...block.activations,
    block.output,
  ]);
}

/** The least eigenvalue of the correlations whose covariances, n x n, are given up to a factor. */
function leastOf(products: Numbers, n: number): number {
  const scales = Array.from({ length: n }, (_, i) => {
    const variance = products[i * n + i] ?? NaN;
    return variance > 0 ? 1 / Math.sqrt(variance) : 0;
  });
  const correlations = Float64Array.from(products, (product, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return product * (scales[i] ?? NaN) * (scales[j] ?? NaN);
  });
  return tridiagonalEigenvalues(tridiagonalize(correlations, n)).reduce((a, b) => Math.min(a, b));
}
