import { mul } from '../../onnx/compose/arithmetic.ts';
import { reduceSum, reduceSumSquare } from '../../onnx/compose/reductions.ts';
import type { GraphValue } from '../../onnx/graph.ts';
import type { MeasuredPass, NetworkProxy } from '../../proxy-parts/network-proxy.ts';
import { measureNumbers, sum } from '../../proxy-parts/numbers.ts';

/**
 * Fisher information of the channels: `sum over channels c of 1/(2B) sum over sequences b of
 * (sum over tokens t of a_btc dL/da_btc)^2`, B being the sequences of the batch and L their loss. It is
 * the second-order estimate of the change of the loss with channel c taken out.
 *
 * Channels are those that can be pruned inside a block, as the outputs of convolutions are in the
 * papers: every column of what the heads of the operation give, and every unit of the feed-forward
 * layers after its activation function. The residual stream has none. Every operation
 * has heads and every block has feed-forward layers.
 *
 * Source: Theis et al. 2018, "Faster gaze prediction with dense networks and Fisher pruning"; Turner et
 * al. 2020, "BlockSwap", arXiv 1906.04113, for the sum over positions; `fisher` of the code of
 * Abdelfattah et al. 2021, which weighs each channel by its parameters.
 */
export const fisher: NetworkProxy = {
  name: 'fisher',
  description: 'Fisher information of channels',
  direction: 'higher-is-better',
  paper: 'Theis et al. 2018, arXiv 1801.05787',
  needs: 'network',
  pass: 'network',
  measure: (pass) => {
    const { blocks, batch } = pass.forward;
    const squares = blocks.flatMap(({ headOutputs, cross, activations }) => [
      // [B, heads, T, size] and [B, T, units]: the tokens are in the last axis but one.
      ...channelSquares(pass, headOutputs, 2),
      ...(cross === null ? [] : channelSquares(pass, cross.headOutputs, 2)),
      ...activations.flatMap((activation) => channelSquares(pass, activation, 1)),
    ]);
    return measureNumbers(squares, (sums) => sum(sums) / (2 * batch));
  },
};

function channelSquares(pass: MeasuredPass, activation: GraphValue, tokens: number): GraphValue[] {
  const { builder } = pass.forward;
  const gradient = pass.gradientOf(activation);
  if (gradient === null) return [];
  const products = reduceSum(builder, mul(builder, activation, gradient), [tokens]);
  return [reduceSumSquare(builder, products)];
}
