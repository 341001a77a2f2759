import type { NetworkProxy } from '../../proxy-parts/network-proxy.ts';
import { leastEigenvalues } from '../../proxy-parts/least-eigenvalues.ts';

/**
 * MeCo: the sum over feature maps of the least eigenvalue of the matrix of Pearson correlations between
 * the rows of the map, of one sample, the first sequence of the batch. Needs no loss.
 *
 * A map of a convolution has a row for each channel, over all places. In the code of the authors rows
 * are the first axis after the batch; of what a layer of a Transformer gives, [T, width], these are the
 * tokens, over all features, and so they are here. Channels as rows would say nothing: they are more
 * than tokens, and correlations of w rows over T < w places have a least eigenvalue of 0. In the same
 * way a map no wider than T adds 0; where all are such, it is a failure. The code takes every module,
 * those that hold others too; the maps here are those of `leastEigenvalues`, once each.
 *
 * Source: Jiang, Wang and Bie 2023, "MeCo: Zero-Shot NAS with One Data and Single Forward Pass via
 * Minimum Eigenvalue of Correlation", NeurIPS, and its code (HamsterMimi/MeCo).
 */
export const meco: NetworkProxy = {
  name: 'meco',
  description: 'least correlation eigenvalues',
  direction: 'higher-is-better',
  paper: 'Jiang et al. 2023, NeurIPS, MeCo',
  needs: 'network',
  pass: 'network',
  measure: ({ forward }) => leastEigenvalues(forward, Infinity),
};
