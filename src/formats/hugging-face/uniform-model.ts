import type { Architecture } from '../../architecture/architecture.ts';
import type { Block } from '../../architecture/block.ts';
import type { Family } from '../../architecture/family.ts';
import type { MixtureOfExperts } from '../../architecture/mixture-of-experts.ts';
import type { Operation } from '../../architecture/operation.ts';
import {
  completeBlock,
  completeModel,
  completeOperation,
  type PartialBlock,
  type PartialEmbedding,
  type PartialModel,
  type PartialSelfAttention,
} from '../../architecture/complete-architecture.ts';
import { blocksOfKinds } from './blocks-of-kinds.ts';

/** The sizes of a model all of whose blocks have the same, whatever its keys are called. */
export interface UniformSizes {
  readonly vocabSize: number;
  readonly hiddenSize: number;
  readonly depth: number;
  readonly heads: number;
  readonly width: number;
}

/** What a block has, as far as it is not as usual. */
export interface BlockTraits {
  readonly attention?: Partial<PartialSelfAttention>;
  readonly block?: Partial<PartialBlock<Operation, MixtureOfExperts>>;
}

/** Kinds of blocks where not all are equal, and which of them each block is. */
interface Kinds {
  readonly traits: readonly [BlockTraits, ...BlockTraits[]];
  /** The kind of a block by its place; the first where there is none of that number. */
  readonly kindOf: (layer: number) => number;
}

/** A model with self-attention in all of its blocks, by its sizes and what is not as usual. */
export interface UniformModel extends BlockTraits, Omit<PartialModel, 'family' | 'embedding'> {
  readonly embedding?: Partial<PartialEmbedding>;
  /** What the kinds have of their own. */
  readonly kinds?: Kinds;
}

/**
 * The architecture of a decoder: its norms come before the sub-modules and after the last block; it
 * embeds tokens alone, without a norm.
 */
export function decoderOf(
  sizes: UniformSizes,
  { block, embedding, ...rest }: UniformModel,
): Architecture {
  return uniformModel('decoder', sizes, {
    finalNorm: true,
    ...rest,
    block: { norm: 'pre', ...block },
    embedding: { norm: false, ...embedding },
  });
}

/** The architecture of an encoder like BERT: its norms come after the sub-modules. */
export function encoderOf(sizes: UniformSizes, model: UniformModel): Architecture {
  return uniformModel('encoder', sizes, model);
}

function uniformModel(
  family: Family,
  sizes: UniformSizes,
  { attention, block, kinds, embedding, ...model }: UniformModel,
): Architecture {
  const { vocabSize, hiddenSize, depth, heads, width } = sizes;
  const blockOf = (own: BlockTraits): Block =>
    completeBlock(
      {
        hiddenSize,
        numAttentionHeads: heads,
        feedForwardWidths: [width],
        operation: completeOperation(
          {
            kind: 'self-attention',
            similarity: 'scaled-dot-product',
            ...attention,
            ...own.attention,
          },
          block?.bias,
        ),
        ...block,
        ...own.block,
      },
      { family },
    );
  return completeModel(
    {
      family,
      embedding: {
        vocabSize,
        embeddingSize: hiddenSize,
        maxPositionEmbeddings: 0,
        typeVocabSize: 0,
        ...embedding,
      },
      ...model,
    },
    blocksOfKinds(
      depth,
      (layer) => kinds?.kindOf(layer) ?? 0,
      (kind) => blockOf(kinds?.traits[kind] ?? {}),
    ),
  );
}
