import { mul } from '../../onnx/compose/arithmetic.ts';
import { reduceL1, reduceSum } from '../../onnx/compose/reductions.ts';
import type { NetworkProxy } from '../../proxy-parts/network-proxy.ts';
import { attentionBlocks } from '../../proxy-parts/attention-blocks.ts';
import { measureNumbers, sum } from '../../proxy-parts/numbers.ts';

/**
 * Importance of the heads: `sum over heads of the mean over sequences of |Att_h(x)^T dL/dAtt_h(x)|`,
 * `Att_h(x)` being what the head gives for all tokens of sequence x, [T, size], and L the loss of the
 * batch. It is how much the loss changes, to first order, with a head taken out.
 *
 * All heads of self-attention and of dynamic convolution count, in the latter those that convolve
 * too. A linear transform has no heads that attend and adds nothing; where all blocks are such, it is
 * a failure.
 *
 * Source: Michel, Levy and Neubig 2019, "Are Sixteen Heads Really Better than One?", equation 2,
 * without its norm by layer; summed over the model as in Serianni and Kalita 2023.
 */
export const headImportance: NetworkProxy = {
  name: 'head-importance',
  description: 'importance of heads to the loss',
  direction: 'higher-is-better',
  paper: 'Michel et al. 2019, arXiv 1905.10650',
  needs: 'network',
  pass: 'network',
  measure: (pass) => {
    const { builder, batch } = pass.forward;
    const blocks = attentionBlocks(pass);
    if (!blocks.ok) return blocks;
    const importances = blocks.value.flatMap(({ headOutputs }) => {
      const gradient = pass.gradientOf(headOutputs);
      if (gradient === null) return [];
      return [reduceL1(builder, reduceSum(builder, mul(builder, headOutputs, gradient), [2, 3]))];
    });
    return measureNumbers(importances, (sums) => sum(sums) / batch);
  },
};
