import { cast } from '../../onnx/compose/functions.ts';
import { reduceSum } from '../../onnx/compose/reductions.ts';
import { success } from '../../result.ts';
import type { NetworkProxy } from '../../proxy-parts/network-proxy.ts';
import { activeUnits } from '../../proxy-parts/active-units.ts';
import { finiteScore, numbersOf, sum } from '../../proxy-parts/numbers.ts';

/**
 * Activation distance: the sum over the feed-forward layers of all blocks and over all pairs of tokens
 * (t, u) of a sequence, each with itself too, of `f - d(c_t, c_u)`, the mean over the sequences of the batch.
 * Here f is the width of the layer, `c_t` has one bit per unit, whether it is above zero for token t,
 * and d counts where two of these differ: the more alike the tokens are to the network, the greater
 * the score.
 *
 * With `n_k` of the T tokens for which unit k is above zero, the sum over the pairs is
 * `sum over k of n_k^2 + (T - n_k)^2`. A unit at zero is not above it. Needs no loss.
 *
 * Source: Serianni and Kalita 2023 and `activation_distance` of their code, which takes one sequence; after
 * the kernel of Mellor et al. 2021, arXiv 2006.04647.
 */
export const activationDistance: NetworkProxy = {
  name: 'activation-distance',
  description: 'tokens that activate alike',
  direction: 'higher-is-better',
  paper: 'Serianni and Kalita 2023, arXiv 2306.00288',
  needs: 'network',
  pass: 'network',
  measure: (pass) => {
    const { builder, batch } = pass.forward;
    const layers = activeUnits(pass);
    const counts = layers.map((active) =>
      reduceSum(builder, cast(builder, active, builder.type), [1]),
    );
    return success({
      outputs: counts,
      score: (tensors) => {
        let total = 0;
        for (const [index, { shape }] of layers.entries()) {
          const length = shape[1] ?? NaN;
          total += sum(numbersOf(tensors, index), (count) => count ** 2 + (length - count) ** 2);
        }
        return finiteScore(total / batch);
      },
    });
  },
};
