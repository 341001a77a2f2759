import type { Architecture } from '../../src/architecture/architecture.ts';
import {
  completeArchitecture,
  type PartialArchitecture,
  type PartialBlock,
} from '../../src/architecture/complete-architecture.ts';

/** A block of two heads over 8 channels, or another one. */
export function block(changes: Partial<PartialBlock>): PartialBlock {
  return {
    hiddenSize: 8,
    operation: { kind: 'self-attention', similarity: 'scaled-dot-product' },
    numAttentionHeads: 2,
    feedForwardWidths: [16],
    ...changes,
  };
}

/** An encoder of these blocks. */
export function tiny(...blocks: PartialBlock[]): Architecture {
  return tinyOf(blocks);
}

/** The same of another model. */
export function tinyOf(
  blocks: readonly PartialBlock[],
  model: Partial<PartialArchitecture> = {},
): Architecture {
  return completeArchitecture({
    family: 'encoder',
    embedding: { vocabSize: 10, embeddingSize: 4, maxPositionEmbeddings: 5, typeVocabSize: 2 },
    blocks,
    initializerRange: 0.02,
    ...model,
  });
}
