import { singularValues } from '../../capacity/singular-values.ts';
import { mul, sub } from '../../onnx/compose/arithmetic.ts';
import { abs } from '../../onnx/compose/functions.ts';
import { asMatrix, gemm } from '../../onnx/compose/matmul.ts';
import { reduceMax, reduceSum } from '../../onnx/compose/reductions.ts';
import type { GraphValue } from '../../onnx/graph.ts';
import { sameShape, sizeOfShape } from '../../onnx/shape.ts';
import { failure, success } from '../../result.ts';
import type { MeasuredPass, NetworkProxy } from '../../proxy-parts/network-proxy.ts';
import { finiteScore, numbersOf } from '../../proxy-parts/numbers.ts';
import { randomSigns } from '../../proxy-parts/random-signs.ts';
import { residualFeatures, type ResidualFeature } from '../../proxy-parts/residual-features.ts';

/** Keeps the reciprocal of a norm of zero finite. */
const LEAST_NORM = 1e-6;

/**
 * Trainability of AZ-NAS: the mean over neighbouring residual features of a stack of
 * `2 - s - 1 / (s + 1e-6)`, s the spectral norm of an estimate of the Jacobian of the second with
 * respect to the first. It is 0 where no block makes gradients larger or smaller, and negative
 * elsewhere.
 *
 * The estimate is `sum over tokens of g_in g_out^T / (B T)`, [h_in, h_out]: `g_out` has random signs
 * that the seed draws, and `g_in` is the gradient of `sum(g_out * f_out)` with respect to `f_in`. Needs
 * no loss. A pair whose `g_in` is `g_out`, as across feed-forward layers that run beside the operation,
 * is left out, and so is one between which patches are pooled, whose tokens are not the same; a model
 * that has no other is a failure.
 *
 * Source: Lee and Ham 2024, "AZ-NAS", equations 6 to 11, and its code for AutoFormer
 * (cvlab-yonsei/AZ-NAS, ImageNet_AutoFormer). Features are those of `az-nas-expressivity`.
 */
export const azNasTrainability: NetworkProxy = {
  name: 'az-nas-trainability',
  description: 'gradients that keep their size',
  direction: 'higher-is-better',
  paper: 'Lee and Ham 2024, arXiv 2403.19232',
  needs: 'network',
  pass: 'network',
  measure: (pass) => {
    const { encoded } = pass.forward;
    const pairs = residualFeatures(pass.forward).flatMap((stack, place) =>
      stack.slice(1).flatMap((feature, index) => {
        const before = stack[index];
        return before === undefined
          ? []
          : pairOf(pass, before, feature, place === 0 ? null : encoded);
      }),
    );
    return success({
      outputs: pairs.flatMap(({ jacobian, change }) => [jacobian, change]),
      score: (tensors) => {
        let total = 0;
        let count = 0;
        for (const [index, { jacobian }] of pairs.entries()) {
          if (numbersOf(tensors, 2 * index + 1)[0] === 0) continue;
          const [rows = 0, columns = 0] = jacobian.shape;
          const entries = Float32Array.from(numbersOf(tensors, 2 * index));
          const norm = singularValues(entries, rows, columns)[0] ?? 0;
          total += 2 - norm - 1 / (norm + LEAST_NORM);
          count += 1;
        }
        return count > 0
          ? finiteScore(total / count)
          : failure('every block passes the gradients of its feed-forward layers on unchanged');
      },
    });
  },
};

interface FeaturePair {
  readonly jacobian: GraphValue;
  /** How much `g_in` differs from `g_out`, a scalar. */
  readonly change: GraphValue;
}

function pairOf(
  pass: MeasuredPass,
  { value: from }: ResidualFeature,
  { name, value: to }: ResidualFeature,
  encoded: GraphValue | null,
): FeaturePair[] {
  if (from.shape[1] !== to.shape[1]) return [];
  const { builder } = pass.forward;
  const signs = randomSigns(pass.forward, name, to.shape);
  const weighed = reduceSum(builder, mul(builder, signs, to));
  const until = encoded === null ? [from] : [from, encoded];
  const gradient = pass.differentiate(weighed, until)(from);
  if (gradient === null) return [];
  const [before, after] = [asMatrix(builder, gradient), asMatrix(builder, signs)];
  const tokens = sizeOfShape(to.shape.slice(0, -1));
  const scaled = mul(builder, before, 1 / tokens);
  const compared = sameShape(before.shape, after.shape) ? sub(builder, before, after) : before;
  return [
    {
      jacobian: gemm(builder, scaled, after, { transposeA: true }),
      change: reduceMax(builder, abs(builder, compared)),
    },
  ];
}
