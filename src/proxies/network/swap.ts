import type { NetworkProxy } from '../../proxy-parts/network-proxy.ts';
import { activationPatterns } from '../../proxy-parts/activation-patterns.ts';
import { success } from '../../result.ts';

/**
 * SWAP-Score: the number of different sample-wise activation patterns, `|{p_v}|` over the neurons v.
 * A neuron is a unit of a feed-forward layer of a block at one token, and `p_v` has one bit for every
 * sequence of the batch: whether the neuron is above zero there, which GELU and SiLU keep as ReLU does.
 * Needs no loss; a unit at zero is not above it.
 *
 * B sequences have 2^B patterns, so that the batch bounds the score. Where all of them are there it is a
 * failure: small batches cannot tell networks apart. The authors take 128 sequences for FlexiBERT.
 *
 * Source: Peng et al. 2024, "SWAP-NAS", arXiv 2403.04161, definitions 3.2 and 3.3; Peng et al. 2026,
 * "Zero-Shot Neural Network Evaluation with Sample-Wise Activation Patterns", and its code
 * (pym1024/SWAP_Universal) for Transformers: every GELU of FlexiBERT, sequences as samples.
 */
export const swap: NetworkProxy = {
  name: 'swap',
  description: 'sample-wise activation patterns',
  direction: 'higher-is-better',
  paper: 'Peng et al. 2026, arXiv 2605.07378',
  needs: 'network',
  pass: 'network',
  measure: (pass) => success(activationPatterns(pass)),
};
