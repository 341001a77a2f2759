import type { Block, SelfAttention } from '../architecture/architecture.ts';
import type { GraphValue } from '../onnx/graph.ts';
import type { OperationTaps } from './operation-taps.ts';
import type { Memory, PassContext } from './pass-context.ts';
import { buildSelfAttention } from './self-attention.ts';

/**
 * The attention of a decoder over the output of its encoder (Vaswani et al. 2017, section 3.2.3): every
 * query sees all of its tokens. It has the shapes of the block's own attention, and nothing that tells
 * positions apart, which those of two sequences are not.
 *
 * @param index of the block, from 0
 * @param path of the operation
 * @param value [batch, length, h]
 */
export function buildCrossAttention(
  context: PassContext,
  block: Block,
  operation: SelfAttention,
  index: number,
  path: string,
  value: GraphValue,
  memory: Memory,
): OperationTaps {
  return buildSelfAttention(
    context,
    { ...block, causal: false },
    {
      ...operation,
      ...{ relativePositions: false, distanceBiases: 0, positionKeys: null, positionQueries: null },
      ...{ window: null, positions: { kind: 'none' } },
    },
    index,
    path,
    value,
    memory,
  );
}
