import { createHash } from 'node:crypto';
import { textInOrder, withSizes } from '../architecture/architecture-key.ts';
import type { Architecture, Block, Blocks } from '../architecture/architecture.ts';
import { lengthOfSequence } from '../architecture/image-length.ts';
import { isJoined, pooledLength } from '../architecture/stage-changes.ts';
import type { CostSettings } from '../costs/cost.ts';

/** The size of the passes that a part is of. */
export type PassSize = Pick<CostSettings, 'batch' | 'sequenceLength'>;

/**
 * A part of models that takes the same time in each of them: a block, or all that is around the
 * blocks. Its time is that of a model, less that of another, for each of its copies.
 */
export interface LatencyPart {
  /** What its time depends on besides the pass: equal for equal parts. */
  readonly facts: object;
  /** What it is, for people. */
  readonly name: string;
  /** A model that has it. */
  readonly model: Architecture;
}

/** A block of a model. */
export interface BlockPart extends LatencyPart {
  readonly kind: 'block';
  /** The model with so many copies of the block added, one after another. */
  readonly withCopies: (copies: number) => Architecture;
}

/** What is around the blocks of a model: embedding, joints between blocks of two widths, norms. */
export interface SurroundingsPart extends LatencyPart {
  readonly kind: 'surroundings';
  /** The blocks of its model. */
  readonly blocks: readonly BlockPart[];
}

/** The parts of a model. */
export interface ModelParts {
  /** In their order. */
  readonly blocks: readonly BlockPart[];
  readonly surroundings: SurroundingsPart;
}

/** Blocks one after another with nothing between them. */
interface Stage {
  readonly blocks: Blocks;
  /** Tokens of a sequence in it. */
  readonly length: number;
}

/**
 * The parts of an architecture. The model that each is measured in is its skeleton: one block of each
 * stage, the first of it, between which is what is between the stages of the whole model.
 */
export function partsOf(architecture: Architecture, size: PassSize): ModelParts {
  const stages = stagesOf(architecture, size.sequenceLength);
  const most = architecture.blocks.reduce(
    (layers, { crossSource }) => Math.max(layers, crossSource?.layers ?? 1),
    1,
  );
  const isRead = (index: number): boolean =>
    stages[index]?.blocks[0].stack === 'encoder' && stages[index + 1]?.blocks[0].stack !== 'encoder';
  const skeleton = stages.map(({ blocks }, index) =>
    // As many layers of an encoder as its decoder reads.
    Array.from({ length: isRead(index) ? most : 1 }, () => unpooled(blocks[0])),
  );
  const modelOf = (stage: number, more: readonly Block[]): Architecture => {
    const kept = stages.map(({ blocks }, index) => {
      const own = [...(skeleton[index] ?? []), ...(index === stage ? more : [])];
      const pooling = blocks.at(-1)?.pooling ?? null;
      return own.map((block, place) => (place === own.length - 1 ? { ...block, pooling } : block));
    });
    return withBlocks(architecture, kept.flat());
  };
  const model = modelOf(-1, []);
  const { naming, normKind, positions, embedding } = architecture;
  const around = { kind: 'block', naming, normKind, positions, distances: embedding.distances };
  const blockPart = (block: Block, stage: number, length: number): BlockPart => {
    const own = unpooled(block);
    return {
      kind: 'block',
      facts: { ...around, block: withSizes(own), length },
      name: nameOfBlock(own, length),
      model,
      withCopies: (copies) => modelOf(stage, Array.from({ length: copies }, () => own)),
    };
  };
  return {
    blocks: stages.flatMap(({ blocks, length }, stage) =>
      blocks.map((block) => blockPart(block, stage, length)),
    ),
    surroundings: {
      kind: 'surroundings',
      facts: factsOfSurroundings(model, size),
      name: nameOfSurroundings(stages),
      model,
      blocks: skeleton.flatMap((blocks, stage) =>
        blocks.map((block) => blockPart(block, stage, stages[stage]?.length ?? 0)),
      ),
    },
  };
}

function stagesOf({ blocks, embedding }: Architecture, sequenceLength: number): Stage[] {
  const stages: { blocks: [Block, ...Block[]]; length: number }[] = [];
  let length = lengthOfSequence(embedding, sequenceLength);
  let last: Block | undefined;
  for (const block of blocks) {
    const open = stages.at(-1);
    if (last === undefined || open === undefined) stages.push({ blocks: [block], length });
    else if (last.stack === block.stack && !isJoined(last, block)) open.blocks.push(block);
    else {
      length = last.stack === block.stack ? pooledLength(last, embedding, length) : sequenceLength;
      stages.push({ blocks: [block], length });
    }
    last = block;
  }
  return stages;
}

/** What leads to the next stage is around the blocks, whichever of them it follows. */
function unpooled(block: Block): Block {
  return { ...block, pooling: null };
}

function withBlocks(architecture: Architecture, blocks: readonly Block[]): Architecture {
  const [first, ...others] = blocks;
  if (first === undefined) throw new RangeError('a model has at least one block');
  return { ...architecture, blocks: [first, ...others] };
}

/** What the time around the blocks depends on: of the vocabulary, the rows that a batch needs. */
function factsOfSurroundings(model: Architecture, { batch, sequenceLength }: PassSize): object {
  const { naming, normKind, positions, finalNorm, embedding } = model;
  const { clusters, vocabSize } = embedding;
  const rows = clusters === null ? Math.min(vocabSize, batch * sequenceLength) : vocabSize;
  return {
    ...{ kind: 'surroundings', naming, normKind, positions, finalNorm },
    embedding: { ...embedding, vocabSize: rows },
    blocks: model.blocks.map(({ stack, hiddenSize, pooling }) => ({ stack, hiddenSize, pooling })),
  };
}

/** A name of equal parts alone, 32 hexadecimal digits. */
export function keyOfPart({ facts }: LatencyPart): string {
  return createHash('sha256').update(textInOrder(facts)).digest('hex').slice(0, 32);
}

function nameOfBlock(block: Block, length: number): string {
  const { stack, hiddenSize, numAttentionHeads, feedForwardWidths, operation, causal } = block;
  const kind = stack === 'single' ? 'block' : `${stack} block`;
  return `${causal ? 'causal ' : ''}${kind} of ${hiddenSize}, ${operation.kind}, ${numAttentionHeads} heads, feed-forward ${feedForwardWidths.join(' + ')}, over ${length} tokens`;
}

function nameOfSurroundings(stages: readonly Stage[]): string {
  const widths = stages.map(({ blocks: [{ hiddenSize }] }) => hiddenSize);
  return `embedding and norms around blocks of ${widths.join(', ')}`;
}
