import type { Architecture } from '../../src/architecture/architecture.ts';
import {
  completeArchitecture,
  type PartialArchitecture,
  type PartialBlock,
} from '../../src/architecture/complete-architecture.ts';
import { convertArchitecture } from '../../src/converting/convert-architecture.ts';
import type { ConversionTarget } from '../../src/converting/conversion-targets.ts';
import { readRecord } from '../../src/formats/registry.ts';

/** The architecture of a valid record. */
export function architectureOf(record: unknown): Architecture {
  const { candidate } = readRecord(record, { source: '', defaultId: 'x', build: 'declared' });
  if (candidate === undefined) throw new Error('refused');
  return candidate.architecture;
}

/** The spec of an architecture that can be converted. */
export function converted(architecture: PartialArchitecture, target: ConversionTarget): object {
  const result = convertArchitecture(completeArchitecture(architecture), target);
  if (!result.ok) throw new Error(result.reason);
  return result.value.spec;
}

/** Why an architecture cannot be converted; empty if it can. */
export function reasonOf(architecture: PartialArchitecture, target: ConversionTarget): string {
  const result = convertArchitecture(completeArchitecture(architecture), target);
  return result.ok ? '' : result.reason;
}

/** A block of an encoder. */
export const block: PartialBlock = {
  hiddenSize: 64,
  operation: { kind: 'self-attention', similarity: 'scaled-dot-product' },
  numAttentionHeads: 4,
  feedForwardWidths: [256],
};

/** An encoder of two such blocks. */
export const encoder: PartialArchitecture = {
  family: 'encoder',
  embedding: {
    vocabSize: 1000,
    embeddingSize: 64,
    maxPositionEmbeddings: 128,
    typeVocabSize: 2,
  },
  blocks: [block, block],
  initializerRange: 0.02,
};

/** A block of a GPT-2. */
export const decoderBlock: PartialBlock = {
  ...block,
  norm: 'pre',
  operation: {
    kind: 'self-attention',
    similarity: 'scaled-dot-product',
    fusedQueryKeyValue: true,
  },
};

/** A GPT-2 of three such blocks. */
export const decoder: PartialArchitecture = {
  family: 'decoder',
  naming: 'gpt2',
  embedding: { ...encoder.embedding, typeVocabSize: 0, norm: false },
  blocks: [decoderBlock, decoderBlock, decoderBlock],
  finalNorm: true,
  initializerRange: 0.02,
};
