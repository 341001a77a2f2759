import type { BlockTaps } from '../forward/forward-pass.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { failure, success, type Result } from '../result.ts';
import type { MeasuredPass } from './network-proxy.ts';

/** A block whose operation has heads that attend. */
export interface AttentionBlock extends BlockTaps {
  readonly probabilities: GraphValue;
}

/**
 * The blocks with heads that attend: those of self-attention, and of the dynamic convolution, half
 * of whose heads do. A linear transform has none.
 *
 * @returns a failure where there is no such block
 */
export function attentionBlocks({ forward }: MeasuredPass): Result<readonly AttentionBlock[]> {
  const blocks = forward.blocks.flatMap((block) =>
    block.probabilities === null ? [] : [{ ...block, probabilities: block.probabilities }],
  );
  return blocks.length > 0
    ? success(blocks)
    : failure('no block has a head that attends: every operation is a linear transform');
}
