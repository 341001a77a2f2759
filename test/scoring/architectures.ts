import type { Architecture } from '../../src/architecture/architecture.ts';
import {
  completeArchitecture,
  type PartialArchitecture,
  type PartialBlock,
  type PartialOperation,
} from '../../src/architecture/complete-architecture.ts';

const OPERATIONS: readonly PartialOperation[] = [
  { kind: 'self-attention', similarity: 'scaled-dot-product' },
  { kind: 'self-attention', similarity: 'weighted-multiplicative' },
  { kind: 'linear-transform', transform: 'discrete-fourier' },
  { kind: 'separable-convolution', kernelSize: 3 },
];

function blockOf(hiddenSize: number, index: number): PartialBlock {
  return {
    hiddenSize,
    operation: OPERATIONS[index % OPERATIONS.length]!,
    numAttentionHeads: 2,
    feedForwardWidths: index % 2 === 0 ? [12] : [12, 20],
  };
}

/** An encoder so small that measuring its weights takes no time. */
export function tinyArchitecture(
  options: Partial<PartialArchitecture> & { blockCount?: number } = {},
): Architecture {
  const { blockCount = 4, ...given } = options;
  return completeArchitecture({
    family: 'encoder',
    embedding: { vocabSize: 50, embeddingSize: 8, maxPositionEmbeddings: 10, typeVocabSize: 2 },
    blocks: Array.from({ length: blockCount }, (_, index) => blockOf(8, index)),
    initializerRange: 0.02,
    ...given,
  });
}

/** Architectures that share some of their matrices, and differ in others of the same path. */
export const NEIGHBOURS: readonly Architecture[] = [
  tinyArchitecture({ blockCount: 1 }),
  tinyArchitecture({ blockCount: 2 }),
  tinyArchitecture({ blockCount: 4 }),
  tinyArchitecture({ blocks: [blockOf(8, 0), blockOf(4, 1), blockOf(4, 3)] }),
  tinyArchitecture({ blocks: [blockOf(16, 0), blockOf(16, 1)] }),
  tinyArchitecture({ initializerRange: 0.03 }),
  tinyArchitecture({ family: 'decoder' }),
];
