import { reduceMax, reduceMean } from '../../onnx/compose/reductions.ts';
import type { NetworkProxy } from '../../proxy-parts/network-proxy.ts';
import { attentionBlocks } from '../../proxy-parts/attention-blocks.ts';
import { mean, measureNumbers } from '../../proxy-parts/numbers.ts';

/**
 * Confidence of the softmax of the heads: the mean over all blocks with heads that attend of the mean
 * over sequences, heads and tokens of the greatest weight that the token gives to any. From 1/T, where
 * all tokens count alike, to 1. Needs no loss.
 *
 * Blocks of a linear transform are left out of the mean; where all blocks are such, it is a failure.
 *
 * Source: Voita et al. 2019, arXiv 1905.09418, for the confidence of a head; Serianni and Kalita
 * 2023, for the mean over the model. The code of the latter takes the greatest over
 * the heads, not over the tokens.
 */
export const headSoftmaxConfidence: NetworkProxy = {
  name: 'head-softmax-confidence',
  description: 'largest weights of attention',
  direction: 'higher-is-better',
  paper: 'Serianni and Kalita 2023, arXiv 2306.00288',
  needs: 'network',
  pass: 'network',
  measure: (pass) => {
    const { builder } = pass.forward;
    const blocks = attentionBlocks(pass);
    if (!blocks.ok) return blocks;
    const greatest = blocks.value.map(({ probabilities }) =>
      reduceMean(builder, reduceMax(builder, probabilities, [3])),
    );
    return measureNumbers(greatest, mean);
  },
};
