import type { MixingTaps } from '../forward/forward-pass.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { failure, success, type Result } from '../result.ts';
import type { MeasuredPass } from './network-proxy.ts';

/** An operation of a block with heads that attend. */
export interface AttentionBlock extends MixingTaps {
  readonly probabilities: GraphValue;
}

/**
 * The operations with heads that attend: self-attention, the dynamic convolution, half of whose heads
 * do, and after it in a decoder the attention over the encoder's output, as if it were a block of its
 * own. A linear transform has none.
 *
 * @returns a failure where there is no such block
 */
export function attentionBlocks({ forward }: MeasuredPass): Result<readonly AttentionBlock[]> {
  const blocks = forward.blocks
    .flatMap(({ cross, ...own }) => (cross === null ? [own] : [own, cross]))
    .flatMap((taps) =>
      taps.probabilities === null ? [] : [{ ...taps, probabilities: taps.probabilities }],
    );
  return blocks.length > 0
    ? success(blocks)
    : failure('no block has a head that attends: every operation is a linear transform');
}
