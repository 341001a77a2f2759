import fc from 'fast-check';
import type { Architecture, Block, Operation } from '../../src/architecture/architecture.ts';

const operations: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({
    kind: fc.constant('self-attention'),
    similarity: fc.constantFrom('scaled-dot-product', 'weighted-multiplicative'),
  }),
  fc.record({
    kind: fc.constant('linear-transform'),
    transform: fc.constantFrom('discrete-fourier', 'discrete-cosine'),
  }),
  fc.record({
    kind: fc.constant('separable-convolution'),
    kernelSize: fc.integer({ min: 0, max: 8 }).map((half) => 2 * half + 1),
  }),
);

// Few sizes, so that neighbours often share theirs and often do not.
const blocks: fc.Arbitrary<Block> = fc
  .record({
    heads: fc.integer({ min: 1, max: 9 }),
    headSize: fc.integer({ min: 1, max: 6 }),
    operation: operations,
    feedForwardWidths: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
  })
  .map(({ heads, headSize, operation, feedForwardWidths }) => ({
    hiddenSize: heads * headSize,
    numAttentionHeads: heads,
    operation,
    feedForwardWidths,
  }));

/** Random architectures of up to 12 small blocks of any operations and sizes. */
export const architectures: fc.Arbitrary<Architecture> = fc.record({
  family: fc.constantFrom('encoder', 'decoder'),
  embedding: fc.record({
    vocabSize: fc.integer({ min: 1, max: 100 }),
    embeddingSize: fc.integer({ min: 1, max: 20 }),
    maxPositionEmbeddings: fc.integer({ min: 1, max: 100 }),
    typeVocabSize: fc.integer({ min: 0, max: 3 }),
  }),
  blocks: fc.array(blocks, { minLength: 1, maxLength: 12 }),
  initializerRange: fc.double({ min: 0.001, max: 1, noNaN: true }),
});
