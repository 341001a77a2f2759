import { reduceSum } from '../onnx/compose/reductions.ts';
import type { GraphValue } from '../onnx/graph.ts';
import type { ForwardPass } from './forward-pass.ts';

/**
 * The sum of all hidden outputs, a scalar: what Serianni and Kalita (2023) differentiate, and what
 * SynFlow's linear pass is measured by (Tanaka et al. 2020, equation 2).
 *
 * Where a norm comes last, as in BERT, and its scale is one and its shift zero, as at
 * initialization, the outputs of every token add up to 0 whatever the network does: the gradient of
 * all weights but that norm's is then exactly zero, and what a computer finds is rounding error.
 */
export function outputSumLoss({ builder, hidden }: ForwardPass): GraphValue {
  return reduceSum(builder, hidden);
}

/** The same for each sequence of the batch, [B]. */
export function outputSumLosses({ builder, hidden }: ForwardPass): GraphValue {
  return reduceSum(builder, hidden, [1, 2]);
}
