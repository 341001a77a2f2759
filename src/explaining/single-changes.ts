import type { Architecture } from '../architecture/architecture.ts';
import type { Block } from '../architecture/block.ts';
import type { Embedding } from '../architecture/embedding.ts';
import { predictsTokens } from '../architecture/family.ts';
import type { Naming } from '../architecture/naming-tables.ts';
import { completeModel } from '../architecture/complete-architecture.ts';
import { blockChanges } from './block-changes.ts';
import type { ChangeChoices } from './change-choices.ts';

/** An architecture that differs from another in one field. */
export interface SingleChange {
  /** The field, as `blocks[2].operation`; `depth` and `hiddenSize` are of all blocks. */
  readonly path: string;
  /** What it was and what it is now, in short. */
  readonly from: string;
  readonly to: string;
  readonly architecture: Architecture;
}

const EMBEDDING_FIELDS = [
  'vocabSize',
  'embeddingSize',
  'maxPositionEmbeddings',
  'typeVocabSize',
] as const satisfies readonly (keyof Embedding & keyof ChangeChoices)[];

/**
 * Every architecture that differs from the given one in a single choice: the depth, the hidden size
 * (of all blocks where they share one, and of the embedding of a decoder that has it), one size
 * of the embedding, or one field of one block. Of blocks that are equal the first one represents
 * all. A block fewer leaves out any one of them; a block more repeats any one; other depths cut off
 * or repeat the last. Choices that no model can have, as heads that do not divide the hidden size,
 * are passed over.
 */
export function* singleChanges(
  architecture: Architecture,
  choices: ChangeChoices,
): Generator<SingleChange> {
  const { blocks, embedding } = architecture;
  const withBlocks = (changed: readonly Block[]): Architecture =>
    completeModel(architecture, changed);
  for (const depth of choices.depth) yield* depthChanges(blocks, depth, withBlocks);

  const sizes = new Set(blocks.map(({ hiddenSize }) => hiddenSize));
  const [shared] = sizes;
  if (sizes.size === 1 && shared !== undefined) {
    for (const hiddenSize of choices.hiddenSize) {
      const changed = blocks.map((block) => ({ ...block, hiddenSize }));
      if (hiddenSize === shared || !changed.every(isPossible)) continue;
      yield {
        path: 'hiddenSize',
        from: String(shared),
        to: String(hiddenSize),
        architecture: { ...withBlocks(changed), ...tablesFor(hiddenSize, shared, architecture) },
      };
    }
  }
  for (const field of EMBEDDING_FIELDS) {
    if (!isFree(field, architecture)) continue;
    for (const value of choices[field]) {
      if (value === embedding[field]) continue;
      yield {
        path: `embedding.${field}`,
        from: String(embedding[field]),
        to: String(value),
        architecture: { ...architecture, embedding: { ...embedding, [field]: value } },
      };
    }
  }
  for (const index of firstOfEqual(blocks)) {
    const block = blocks[index];
    if (block === undefined) continue;
    for (const { field, from, to, changed } of blockChanges(block, choices, sizes.size > 1)) {
      if (!isPossible(changed)) continue;
      const path = `blocks[${index}].${field}`;
      // Blocks that share their weights change together.
      const after = blocks.map((other, place) =>
        place === index || (block.sharedAs !== null && other.sharedAs === block.sharedAs)
          ? changed
          : other,
      );
      yield { path, from, to, architecture: withBlocks(after) };
    }
  }
}

/**
 * Whether the embeddings have the hidden size because there is no projection, as in a GPT: an
 * encoder's have a size of their own, which may be the same.
 */
function sharesHiddenSize(architecture: Architecture): boolean {
  const { family, embedding, blocks, head, naming } = architecture;
  const { clusters, embeddingSize } = embedding;
  if (clusters !== null) return clusters.every(({ projected }) => !projected);
  if (head?.kind === 'linear') return !head.projected;
  if (UNPROJECTED.includes(naming)) return true;
  return predictsTokens(family) && embeddingSize === blocks[0].hiddenSize;
}

/** The embedding matrices, and those of the head, of a model with another hidden size. */
function tablesFor(
  hiddenSize: number,
  before: number,
  architecture: Architecture,
): Pick<Architecture, 'embedding' | 'head'> {
  const { embedding, head } = architecture;
  if (!sharesHiddenSize(architecture)) return { embedding, head };
  const { clusters } = embedding;
  const ofWidth = <Table extends { readonly width: number }>(table: Table): Table =>
    table.width === before ? { ...table, width: hiddenSize } : table;
  return {
    embedding: {
      ...embedding,
      embeddingSize: hiddenSize,
      ...(clusters !== null && { clusters: clusters.map(ofWidth) }),
    },
    head:
      head?.kind === 'adaptive-softmax'
        ? {
            ...head,
            matrices: head.matrices.map(ofWidth),
            clusterWidth: head.clusterWidth === before ? hiddenSize : head.clusterWidth,
          }
        : head,
  };
}

/** Whether a size of the embedding may be chosen: not where clusters or the hidden size determine it. */
function isFree(field: (typeof EMBEDDING_FIELDS)[number], architecture: Architecture): boolean {
  const isOfTokens = field === 'vocabSize' || field === 'embeddingSize';
  if (isOfTokens && architecture.embedding.clusters !== null) return false;
  return field !== 'embeddingSize' || !sharesHiddenSize(architecture);
}

function* depthChanges(
  blocks: readonly Block[],
  depth: number,
  withBlocks: (changed: readonly Block[]) => Architecture,
): Generator<SingleChange> {
  const now = blocks.length;
  if (depth === now) return;
  const change = (to: string, changed: readonly Block[]): SingleChange => ({
    path: 'depth',
    from: String(now),
    to,
    architecture: withBlocks(changed),
  });
  if (Math.abs(depth - now) === 1) {
    for (const index of firstOfEqual(blocks)) {
      const block = blocks[index];
      if (block === undefined) continue;
      yield depth < now
        ? change(`${depth}, without block ${index}`, blocks.toSpliced(index, 1))
        : change(`${depth}, block ${index} twice`, blocks.toSpliced(index, 0, block));
    }
    return;
  }
  const last = blocks.at(-1);
  if (last === undefined) return;
  yield depth < now
    ? change(`${depth}, without the last ${now - depth} blocks`, blocks.slice(0, depth))
    : change(`${depth}, the last block ${depth - now + 1} times`, [
        ...blocks,
        ...Array.from({ length: depth - now }, () => last),
      ]);
}

/** The namings of models whose embeddings have the hidden size, with no projection between. */
const UNPROJECTED: readonly Naming[] = ['bert-checkpoint', 'distilbert', 'roberta'];

/**
 * Heads divide the hidden size, unless they have their own size; those that share keys and values are
 * evenly many for each; tokens are routed to experts that there are; groups divide the hidden size.
 */
function isPossible({
  hiddenSize,
  numAttentionHeads,
  operation,
  experts,
  convolution,
}: Block): boolean {
  if (experts !== null && experts.routed > experts.count) return false;
  if (convolution !== null && hiddenSize % convolution.groups !== 0) return false;
  if (operation.kind === 'self-attention') {
    const numKeyValueHeads = operation.numKeyValueHeads ?? numAttentionHeads;
    if (numAttentionHeads % numKeyValueHeads !== 0) return false;
  }
  if (operation.kind === 'self-attention' && operation.headSize !== null) return true;
  return hiddenSize % numAttentionHeads === 0;
}

/** The places of the blocks that differ from all before them. */
function firstOfEqual(blocks: readonly Block[]): number[] {
  const places = new Map<string, number>();
  for (const [index, block] of blocks.entries()) {
    const key = JSON.stringify(block);
    if (!places.has(key)) places.set(key, index);
  }
  return [...places.values()];
}
