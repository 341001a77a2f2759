import type { Architecture } from '../../src/architecture/architecture.ts';
import {
  completeArchitecture,
  type PartialArchitecture,
  type PartialBlock,
} from '../../src/architecture/complete-architecture.ts';

/** A block of scaled dot-product attention, unless something else is given. */
export function block(given: Partial<PartialBlock> = {}): PartialBlock {
  return {
    hiddenSize: 8,
    operation: { kind: 'self-attention', similarity: 'scaled-dot-product' },
    numAttentionHeads: 2,
    feedForwardWidths: [12],
    ...given,
  };
}

/** An encoder of given blocks, with an embedding of their hidden size. */
export function model(
  blocks: readonly PartialBlock[],
  given: Partial<PartialArchitecture> = {},
): Architecture {
  return completeArchitecture({
    family: 'encoder',
    embedding: {
      vocabSize: 50,
      embeddingSize: blocks[0]?.hiddenSize ?? 8,
      maxPositionEmbeddings: 10,
      typeVocabSize: 0,
    },
    blocks,
    initializerRange: 0.02,
    ...given,
  });
}
