import { log } from '../../elementary-functions.ts';
import { add, div, greater, mul, sub } from '../../onnx/compose/arithmetic.ts';
import { abs } from '../../onnx/compose/functions.ts';
import { reduceMean, reduceSum } from '../../onnx/compose/reductions.ts';
import { where } from '../../onnx/compose/selections.ts';
import { slice } from '../../onnx/compose/shapes.ts';
import { failure } from '../../result.ts';
import { layerWeights, type LayerWeight } from '../../proxy-parts/layer-weights.ts';
import type { NetworkProxy } from '../../proxy-parts/network-proxy.ts';
import { measureNumbers, sum } from '../../proxy-parts/numbers.ts';

/**
 * Gradients that differ by less than this part of their size are equal: single precision would make
 * the ratio of numbers that differ by rounding alone the greatest of all.
 */
const EQUAL = 1e-3;

/**
 * Inverse coefficient of variation of the gradients: `sum over layers of ln(sum over the entries w of
 * the weight of E|g_w| / s_w)`, where g_w is the gradient of the loss of each of two batches, E the mean
 * over them and s_w their standard deviation: `(|a| + |b|) / |a - b|` of gradients a and b. The two
 * batches are the halves of the batch, the first with one sequence more if it is odd.
 *
 * An entry whose gradients are equal is left out, and a layer that has no other; equal are those that
 * differ by less than 1e-3 of their size, in the code of the authors by nothing. A batch of one sequence
 * is a failure. Entries with nearly equal gradients have a large part in the sum, so that another
 * processor may round the score differently in the fourth digit.
 *
 * Source: Li et al. 2023, "ZiCo", equation 15 with N = 2, as its authors always take it; the deviation
 * is of gradients with their signs as in their code (SLDGroup/ZiCo), in the paper of magnitudes. Layers
 * are those of `gradient-norm`.
 */
export const zico: NetworkProxy = {
  name: 'zico',
  description: 'gradients alike over batches',
  direction: 'higher-is-better',
  paper: 'Li et al. 2023, arXiv 2301.11300',
  needs: 'network',
  pass: 'network',
  measure: (pass) => {
    const { builder, batch } = pass.forward;
    if (batch < 2) {
      return failure(
        'gradients of two halves of the batch are compared: take a batch of at least 2',
      );
    }
    const layersOf = (start: number, end: number): readonly LayerWeight[] => {
      const loss = reduceMean(builder, slice(builder, pass.losses, 0, start, end));
      return layerWeights(pass, pass.differentiate(loss));
    };
    const half = Math.ceil(batch / 2);
    const second = new Map(layersOf(half, batch).map(({ weight, gradient }) => [weight, gradient]));
    const sums = layersOf(0, half).flatMap(({ weight, gradient: a }) => {
      const b = second.get(weight);
      if (b === undefined) return [];
      const spread = abs(builder, sub(builder, a, b));
      const size = add(builder, abs(builder, a), abs(builder, b));
      const differs = greater(builder, spread, mul(builder, size, EQUAL));
      const none = builder.constant(0, [], spread.type);
      return [reduceSum(builder, where(builder, differs, div(builder, size, spread), none))];
    });
    return measureNumbers(sums, (numbers) => {
      const positive = [...numbers].filter((number) => number > 0);
      return positive.length === 0
        ? failure('both halves of the batch have equal gradients')
        : sum(positive, log);
    });
  },
};
