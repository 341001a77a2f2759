import { reduceMax, reduceMean } from '../../onnx/compose/reductions.ts';
import type { NetworkProxy } from '../../proxy-parts/network-proxy.ts';
import { attentionBlocks } from '../../proxy-parts/attention-blocks.ts';
import { mean, measureNumbers } from '../../proxy-parts/numbers.ts';

/**
 * Confidence of the heads: the mean over all blocks with heads that attend, and over their queries,
 * keys and values (and the weighted queries of multiplicative attention), of the mean over sequences and
 * columns of the greatest entry over the tokens. Needs no loss.
 *
 * Blocks of a linear transform are left out of the mean; where all blocks are such, it is a failure.
 *
 * Source: Serianni and Kalita 2023, after the confidence of Voita et al. 2019; the code
 * of the former takes the outputs of these layers for those of the heads, and so does this. Its
 * column with "Normalized" in its name is this mean, with the input of linear transforms in it; the
 * one without is the sum.
 */
export const headConfidence: NetworkProxy = {
  name: 'head-confidence',
  description: 'largest entries of heads',
  direction: 'higher-is-better',
  paper: 'Serianni and Kalita 2023, arXiv 2306.00288',
  needs: 'network',
  pass: 'network',
  measure: (pass) => {
    const { builder } = pass.forward;
    const blocks = attentionBlocks(pass);
    if (!blocks.ok) return blocks;
    const greatest = blocks.value.flatMap(({ projections }) =>
      projections.map(({ value }) => reduceMean(builder, reduceMax(builder, value, [1]))),
    );
    return measureNumbers(greatest, mean);
  },
};
