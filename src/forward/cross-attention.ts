import type { Block } from '../architecture/block.ts';
import type { SelfAttention } from '../architecture/operation.ts';
import { attentionWidth } from '../architecture/operations/attention-sizes.ts';
import { concat } from '../onnx/compose/shapes.ts';
import type { GraphValue } from '../onnx/graph.ts';
import type { OperationTaps } from './operation-taps.ts';
import type { Memory, PassContext } from './pass-context.ts';
import { buildSelfAttention } from './self-attention.ts';

/**
 * The attention of a decoder over the output of its encoder (Vaswani et al. 2017, section 3.2.3): every
 * query sees all of its tokens. It has the shapes of the block's own attention, and nothing that tells
 * positions apart, which those of two sequences are not.
 *
 * It may have heads of its own, and read several layers of the encoder (Wang et al. 2020, section 2.1):
 * their outputs one after another along the sequence, from the last on.
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
  const { crossSource } = block;
  const numAttentionHeads = crossSource?.numAttentionHeads ?? block.numAttentionHeads;
  const ofSource = {
    ...{ headSize: attentionWidth(block, operation) / numAttentionHeads },
    ...{ numKeyValueHeads: null, fusedQueryKeyValue: false },
  };
  return buildSelfAttention(
    context,
    { ...block, numAttentionHeads, causal: false },
    {
      ...operation,
      ...(crossSource !== null && ofSource),
      ...{ relativePositions: false, distanceBiases: 0, positionKeys: null, positionQueries: null },
      ...{ window: null, positions: { kind: 'none' } },
    },
    index,
    path,
    value,
    joinLayers(memory, crossSource?.layers ?? 1),
  );
}

/** The outputs of the last layers of an encoder, one after another along the sequence. */
function joinLayers(memory: Memory, layers: number): Memory {
  if (layers === 1) return memory;
  const { value, context, earlier = [] } = memory;
  const { builder, padding, sequenceLength } = context;
  const repeated = (mask: GraphValue): GraphValue =>
    concat(
      builder,
      Array.from({ length: layers }, () => mask),
      1,
    );
  return {
    value: concat(builder, [value, ...earlier.slice(0, layers - 1)], 1),
    context: {
      ...context,
      ...{ sequenceLength: layers * sequenceLength, shared: new Map() },
      padding: padding && { attentionMask: repeated(padding.attentionMask), tokenTypes: null },
    },
  };
}
