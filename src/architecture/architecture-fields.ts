import type { Architecture } from './architecture.ts';
import type { Block } from './block.ts';
import { nameOfOperation } from './operations/operations.ts';
import { headSizeOf, keyValueHeadsOf } from './operations/attention-sizes.ts';

/** The fields by which candidates may be grouped, each a function of the architecture. */
const FIELDS: Readonly<Record<string, (architecture: Architecture) => string | number>> = {
  family: ({ family }) => family,
  depth: ({ blocks }) => blocks.length,
  hidden_size: ofBlocks(({ hiddenSize }) => hiddenSize),
  num_attention_heads: ofBlocks(({ numAttentionHeads }) => numAttentionHeads),
  num_key_value_heads: ofBlocks((block) =>
    block.operation.kind === 'self-attention'
      ? keyValueHeadsOf(block, block.operation)
      : block.numAttentionHeads,
  ),
  head_size: ofBlocks((block) =>
    block.operation.kind === 'self-attention'
      ? headSizeOf(block, block.operation)
      : Math.floor(block.hiddenSize / block.numAttentionHeads),
  ),
  operation: ofBlocks(({ operation }) => nameOfOperation(operation)),
  feed_forward_width: ofBlocks(({ feedForwardWidths }) => feedForwardWidths.join('+')),
  feed_forward_stack: ofBlocks(({ feedForwardWidths }) => feedForwardWidths.length),
  bias: ofBlocks(({ bias }) => String(bias)),
  norm: ofBlocks(({ norm }) => norm),
  norm_kind: ({ normKind }) => normKind,
  gated: ofBlocks(({ gated }) => String(gated)),
  parallel: ofBlocks(({ parallel }) => String(parallel !== null)),
  num_experts: ofBlocks(({ experts }) => experts?.count ?? 0),
  num_experts_per_token: ofBlocks(({ experts }) => experts?.routed ?? 0),
  stack: ofBlocks(({ stack }) => stack),
  shared_weights: ofBlocks(({ sharedAs }) => String(sharedAs !== null)),
  tied_head: ({ head }) => String(head?.tied ?? true),
  naming: ({ naming }) => naming,
  vocab_size: ({ embedding }) => embedding.vocabSize,
  embedding_size: ({ embedding }) => embedding.embeddingSize,
  max_position_embeddings: ({ embedding }) => embedding.maxPositionEmbeddings,
  type_vocab_size: ({ embedding }) => embedding.typeVocabSize,
  initializer_range: ({ initializerRange }) => initializerRange,
};

/** The names of the fields that {@link fieldOf} knows. */
export const ARCHITECTURE_FIELDS: readonly string[] = Object.keys(FIELDS);

/**
 * The value of a field of an architecture, undefined where there is no such field. Where its blocks
 * differ, it is the list of their values from first to last, as `256,128`.
 */
export function fieldOf(architecture: Architecture, field: string): string | number | undefined {
  return Object.hasOwn(FIELDS, field) ? FIELDS[field]?.(architecture) : undefined;
}

/** A field of blocks: the value of all where they agree, else the list. */
function ofBlocks(
  of: (block: Block) => string | number,
): (architecture: Architecture) => string | number {
  return ({ blocks }) => {
    const values = blocks.map(of);
    const [first] = values;
    return first !== undefined && values.every((value) => value === first)
      ? first
      : values.join(',');
  };
}
