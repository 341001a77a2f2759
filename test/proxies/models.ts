import type { Architecture, Block } from '../../src/architecture/architecture.ts';

/** A block of scaled dot-product attention, unless something else is given. */
export function block(given: Partial<Block> = {}): Block {
  return {
    hiddenSize: 8,
    operation: { kind: 'self-attention', similarity: 'scaled-dot-product' },
    numAttentionHeads: 2,
    feedForwardWidths: [12],
    ...given,
  };
}

/** An encoder of given blocks, with an embedding of their hidden size. */
export function model(blocks: readonly Block[], given: Partial<Architecture> = {}): Architecture {
  return {
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
  };
}
