import { createHash } from 'node:crypto';
import type { Architecture } from '../architecture/architecture.ts';
import { textInOrder, withSizes } from '../architecture/architecture-key.ts';
import type { Block } from '../architecture/block.ts';
import { lengthOfSequence } from '../architecture/image-length.ts';
import { isJoined, pooledLength } from '../architecture/stage-changes.ts';
import type { CostSettings } from '../costs/cost.ts';

/** The size of the passes that parts are of. */
export type PassSize = Pick<CostSettings, 'batch' | 'sequenceLength'>;

/** A part of models that takes the same time in each of them. */
interface Part {
  /** What its time depends on besides the pass and the machine: equal for equal parts. */
  readonly facts: object;
  /** What it is, for people. */
  readonly name: string;
  /** The model that it is measured in: one block of each stage, with what is around them. */
  readonly skeleton: Architecture;
}

/** A block: its time is what each of some copies of it adds to that of a model. */
export interface BlockPart extends Part {
  readonly kind: 'block';
  /** The skeleton with so many more copies of the block, one after another. */
  readonly withCopies: (copies: number) => Architecture;
}

/**
 * What is around the blocks of a model: embedding, joints between blocks of two widths, norms, and the
 * call itself. Its time is that of the skeleton less that of its blocks.
 */
export interface SurroundingsPart extends Part {
  readonly kind: 'surroundings';
  /** The blocks of the skeleton. */
  readonly blocks: readonly BlockPart[];
}

/** One of the parts that a model consists of, as far as time goes. */
export type LatencyPart = BlockPart | SurroundingsPart;

/** Blocks of one stack with nothing between them, at least one. */
interface Stage {
  readonly first: Block;
  readonly blocks: readonly Block[];
  /** Tokens of a sequence in it. */
  readonly length: number;
}

/** The parts of an architecture: its blocks in their order, then what is around them. */
export function partsOf(
  architecture: Architecture,
  size: PassSize,
): readonly [...BlockPart[], SurroundingsPart] {
  const stages = stagesOf(architecture, size.sequenceLength);
  const skeletonOf = (grown: Stage | null, copies: readonly Block[]): Architecture => {
    const kept = stages.map((stage, index) => {
      const isLast = stages[index + 1]?.first.stack !== stage.first.stack;
      // As many layers of an encoder as its decoder reads.
      const least = stage.first.stack === 'encoder' && isLast ? layersRead(architecture) : 1;
      const own = [
        ...Array.from({ length: least }, () => withoutPooling(stage.first)),
        ...(stage === grown ? copies : []),
      ];
      const pooling = stage.blocks.at(-1)?.pooling ?? null;
      return own.map((block, place) => (place === own.length - 1 ? { ...block, pooling } : block));
    });
    return withBlocks(architecture, kept.flat());
  };
  const skeleton = skeletonOf(null, []);
  const { naming, normKind, positions, embedding } = architecture;
  const around = { kind: 'block', naming, normKind, positions, distances: embedding.distances };
  const partOf = (block: Block, stage: Stage): BlockPart => {
    const { length } = stage;
    return {
      kind: 'block',
      facts: { ...around, block: withSizes(block), length },
      name: nameOfBlock(block, length),
      skeleton,
      withCopies: (copies) =>
        skeletonOf(
          stage,
          Array.from({ length: copies }, () => block),
        ),
    };
  };
  const parts = stages.map((stage) => alike(stage).map((block) => partOf(block, stage)));
  return [
    ...parts.flat(),
    {
      kind: 'surroundings',
      facts: factsOfSurroundings(skeleton, size),
      name: `embedding, norms and call around blocks of ${stages.map(({ first }) => first.hiddenSize).join(', ')}`,
      skeleton,
      blocks: stagesOf(skeleton, size.sequenceLength).flatMap(({ blocks }, index) =>
        blocks.flatMap(() => parts[index]?.[0] ?? []),
      ),
    },
  ];
}

/** A name that equal parts alone have, 32 hexadecimal digits. */
export function keyOfPart({ facts }: Pick<LatencyPart, 'facts'>): string {
  return createHash('sha256').update(textInOrder(facts)).digest('hex').slice(0, 32);
}

function stagesOf({ blocks, embedding }: Architecture, sequenceLength: number): Stage[] {
  const stages: (Stage & { readonly blocks: Block[] })[] = [];
  let length = lengthOfSequence(embedding, sequenceLength);
  let last: Block | undefined;
  for (const block of blocks) {
    const open = stages.at(-1);
    if (open !== undefined && last?.stack === block.stack && !isJoined(last, block)) {
      open.blocks.push(block);
    } else {
      if (last !== undefined) {
        const isSame = last.stack === block.stack;
        length = isSame ? pooledLength(last, embedding, length) : sequenceLength;
      }
      stages.push({ first: block, blocks: [block], length });
    }
    last = block;
  }
  return stages;
}

/**
 * The blocks of a stage without what the first alone has, or lacks, for its place: it counts as around
 * the blocks, and so do pooled patches, whichever block they follow. The time of a block is then the
 * same at every place.
 */
function alike({ blocks }: Stage): Block[] {
  const [, second] = blocks;
  return blocks.map((block, place) => {
    const own = withoutPooling(block);
    if (place > 0 || second === undefined) return own;
    const { firstNorm, convolution } = second;
    const { operation } = own;
    const isAttention =
      operation.kind === 'self-attention' && second.operation.kind === 'self-attention';
    return {
      ...{ ...own, firstNorm, convolution },
      ...(isAttention && {
        operation: { ...operation, distanceBiases: second.operation.distanceBiases },
      }),
    };
  });
}

function withoutPooling(block: Block): Block {
  return block.pooling === null ? block : { ...block, pooling: null };
}

/** Layers of the encoder that a block of the decoder reads, at most. */
function layersRead({ blocks }: Architecture): number {
  return blocks.reduce((most, { crossSource }) => Math.max(most, crossSource?.layers ?? 1), 1);
}

function withBlocks(architecture: Architecture, blocks: readonly Block[]): Architecture {
  const [first, ...others] = blocks;
  if (first === undefined) throw new RangeError('a model has at least one block');
  return { ...architecture, blocks: [first, ...others] };
}

/** What the time around the blocks depends on: of the vocabulary, the rows that a batch needs. */
function factsOfSurroundings(skeleton: Architecture, { batch, sequenceLength }: PassSize): object {
  const { naming, normKind, positions, finalNorm, embedding } = skeleton;
  const { clusters, vocabSize } = embedding;
  const rows = clusters === null ? Math.min(vocabSize, batch * sequenceLength) : vocabSize;
  return {
    ...{ kind: 'surroundings', naming, normKind, positions, finalNorm },
    embedding: { ...embedding, vocabSize: rows },
    blocks: skeleton.blocks.map(({ stack, hiddenSize, pooling }) => ({
      ...{ stack, hiddenSize, pooling },
    })),
  };
}

function nameOfBlock(block: Block, length: number): string {
  const { stack, hiddenSize, numAttentionHeads: heads, operation, causal } = block;
  const kind = `${causal ? 'causal ' : ''}${stack === 'single' ? '' : `${stack} `}block`;
  const widths = block.feedForwardWidths.join(' + ');
  return `${kind} of ${hiddenSize}, ${operation.kind} with ${heads} heads, feed-forward ${widths}, ${length} tokens`;
}
