import type { Architecture } from '../architecture/architecture.ts';
import type { Block } from '../architecture/block.ts';
import {
  completeBlock,
  completeModel,
  completeOperation,
} from '../architecture/complete-architecture.ts';
import { measured } from './own-qualities.ts';

/** The sides of the images of both benchmarks of Vision Transformers, and their colours. */
export const IMAGE_SIZE = 224;
const CHANNELS = 3;

const MODEL = { family: 'encoder', naming: 'timm' } as const;

/** The accuracies that ViT-Bench publishes: by data set, alone, with a teacher, in the supernet. */
export const accuracyKeys = () => ({
  c100_base_acc: measured(),
  c100_kd_acc: measured(),
  flower_base_acc: measured(),
  flower_kd_acc: measured(),
  chaoyang_base_acc: measured(),
  chaoyang_kd_acc: measured(),
  imagenet_super_acc: measured(),
});

/** The names of these keys. */
export const ACCURACIES = Object.keys(accuracyKeys());

/** A block of timm's Vision Transformer: query, key and value in one matrix, norms before each part. */
export function imageBlock(
  hiddenSize: number,
  {
    heads,
    headSize,
    feedForwardWidth,
    pooling = null,
  }: {
    readonly heads: number;
    readonly headSize: number;
    readonly feedForwardWidth: number;
    readonly pooling?: Block['pooling'];
  },
): Block {
  return completeBlock(
    {
      hiddenSize,
      operation: completeOperation({
        kind: 'self-attention',
        similarity: 'scaled-dot-product',
        fusedQueryKeyValue: true,
        headSize: headSize * heads === hiddenSize ? null : headSize,
      }),
      numAttentionHeads: heads,
      feedForwardWidths: [feedForwardWidth],
      norm: 'pre',
      pooling,
    },
    MODEL,
  );
}

/** An encoder of patches with a class token and a norm after the last block, without a classifier. */
export function imageModel(
  blocks: readonly Block[],
  {
    positions,
    normEpsilon,
    patchSize,
    stride,
  }: {
    readonly positions: number;
    readonly patchSize: number;
    readonly normEpsilon: number;
    readonly stride?: number;
  },
): Architecture {
  return completeModel(
    {
      ...MODEL,
      embedding: {
        vocabSize: 0,
        embeddingSize: blocks[0]?.hiddenSize ?? NaN,
        maxPositionEmbeddings: positions,
        typeVocabSize: 0,
        norm: false,
        input: {
          kind: 'patches',
          imageSize: IMAGE_SIZE,
          patchSize,
          channels: CHANNELS,
          ...(stride !== undefined && { stride }),
          bias: true,
          extraTokens: 1,
          maskToken: false,
        },
      },
      finalNorm: true,
      normEpsilon,
      initializerRange: 0.02,
    },
    blocks,
  );
}
