import type { Architecture, Block } from './architecture.ts';
import { headSizeOf } from './self-attention.ts';

/** What of an architecture candidates may be grouped by: a function of it each. */
const FIELDS: Readonly<Record<string, (architecture: Architecture) => string | number>> = {
  family: ({ family }) => family,
  depth: ({ blocks }) => blocks.length,
  hidden_size: ofBlocks(({ hiddenSize }) => hiddenSize),
  num_attention_heads: ofBlocks(({ numAttentionHeads }) => numAttentionHeads),
  num_key_value_heads: ofBlocks(({ operation, numAttentionHeads }) =>
    operation.kind === 'self-attention'
      ? (operation.numKeyValueHeads ?? numAttentionHeads)
      : numAttentionHeads,
  ),
  head_size: ofBlocks((block) =>
    block.operation.kind === 'self-attention'
      ? headSizeOf(block, block.operation)
      : Math.floor(block.hiddenSize / block.numAttentionHeads),
  ),
  operation: ofBlocks(nameOfOperation),
  feed_forward_width: ofBlocks(({ feedForwardWidths }) => feedForwardWidths.join('+')),
  feed_forward_stack: ofBlocks(({ feedForwardWidths }) => feedForwardWidths.length),
  bias: ofBlocks(({ bias = true }) => String(bias)),
  norm: ofBlocks(({ norm = 'post' }) => norm),
  norm_kind: ({ normKind = 'layer-norm' }) => normKind,
  gated: ofBlocks(({ gated = false }) => String(gated)),
  parallel: ofBlocks(({ parallel }) => String(parallel !== undefined)),
  num_experts: ofBlocks(({ experts }) => experts?.count ?? 0),
  num_experts_per_token: ofBlocks(({ experts }) => experts?.routed ?? 0),
  stack: ofBlocks(({ stack = 'single' }) => stack),
  shared_weights: ofBlocks(({ sharedAs }) => String(sharedAs !== undefined)),
  tied_head: ({ head }) => String(head === undefined || head.tied),
  naming: ({ naming = 'bert' }) => naming,
  vocab_size: ({ embedding }) => embedding.vocabSize,
  embedding_size: ({ embedding }) => embedding.embeddingSize,
  max_position_embeddings: ({ embedding }) => embedding.maxPositionEmbeddings,
  type_vocab_size: ({ embedding }) => embedding.typeVocabSize,
  initializer_range: ({ initializerRange }) => initializerRange,
};

/** The names of the fields that {@link fieldOf} knows. */
export const ARCHITECTURE_FIELDS: readonly string[] = Object.keys(FIELDS);

/**
 * The value of a field of an architecture, undefined where there is no such field. What its blocks
 * differ in is the list of theirs from first to last, as `256,128`.
 */
export function fieldOf(architecture: Architecture, field: string): string | number | undefined {
  return Object.hasOwn(FIELDS, field) ? FIELDS[field]?.(architecture) : undefined;
}

/** A field of blocks: that of all where they agree, else the list. */
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

function nameOfOperation({ operation }: Block): string {
  switch (operation.kind) {
    case 'self-attention':
      return operation.similarity;
    case 'linear-transform':
      return operation.transform;
    case 'separable-convolution':
      return `separable-convolution-${operation.kernelSize}`;
  }
}
