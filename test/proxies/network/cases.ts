import type { Architecture } from '../../../src/architecture/architecture.ts';
import {
  completeArchitecture,
  type PartialBlock,
  type PartialOperation,
} from '../../../src/architecture/complete-architecture.ts';
import type { Weight } from '../../../src/architecture/weight.ts';
import { drawEntries, type FloatEntries } from '../../../src/forward/draw-entries.ts';
import type { FloatType } from '../../../src/onnx/graph.ts';
import type { Case } from './measure-case.ts';

/** The operations of blocks, by short names. */
export const OPERATIONS = {
  attention: { kind: 'self-attention', similarity: 'scaled-dot-product' },
  multiplicative: { kind: 'self-attention', similarity: 'weighted-multiplicative' },
  fourier: { kind: 'linear-transform', transform: 'discrete-fourier' },
  cosine: { kind: 'linear-transform', transform: 'discrete-cosine' },
  convolution: { kind: 'separable-convolution', kernelSize: 3 },
} as const satisfies Record<string, PartialOperation>;

/** A small encoder with a block of each of these operations. */
export function smallEncoder(...operations: readonly (keyof typeof OPERATIONS)[]): Architecture {
  const blocks: PartialBlock[] = operations.map((name) => ({
    hiddenSize: 8,
    numAttentionHeads: 2,
    feedForwardWidths: [12],
    operation: OPERATIONS[name],
  }));
  return completeArchitecture({
    family: 'encoder',
    embedding: { vocabSize: 19, embeddingSize: 8, maxPositionEmbeddings: 8, typeVocabSize: 0 },
    blocks,
    initializerRange: 0.3,
  });
}

/** A case of such an encoder and three different sequences. */
export function smallCase(...operations: readonly (keyof typeof OPERATIONS)[]): Case {
  return {
    id: operations.join(', '),
    architecture: smallEncoder(...operations),
    tokens: [
      [1, 2, 3, 4],
      [5, 6, 7, 8],
      [9, 1, 11, 2],
    ],
  };
}

/** The same with twelve sequences, which larger networks than these tell apart. */
export function largeCase(...operations: readonly (keyof typeof OPERATIONS)[]): Case {
  const tokens = Array.from({ length: 12 }, (_, b) => [b, b + 1, b + 4, (b * b) % 19]);
  return { ...smallCase(...operations), tokens };
}

/** Weights as they are drawn, but those of some paths, which are all of one value. */
export function withConstant(
  pattern: RegExp,
  value: number,
): (weight: Weight, seed: number, type: FloatType) => FloatEntries {
  return (weight, seed, type) => {
    const drawn = drawEntries(weight, seed, type);
    return pattern.test(weight.path) ? drawn.fill(value) : drawn;
  };
}
