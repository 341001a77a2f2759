import type { Architecture, Block } from '../architecture/architecture.ts';
import { failure, success, type Result } from '../result.ts';
import { findExtraField } from './find-extra-field.ts';

const ARCHITECTURE_FIELDS = [
  'family',
  'embedding',
  'blocks',
  'finalNorm',
  'head',
  'naming',
  'pooler',
  'initializerRange',
];
const EMBEDDING_FIELDS = [
  'vocabSize',
  'embeddingSize',
  'maxPositionEmbeddings',
  'typeVocabSize',
  'norm',
  'clusters',
];
const BLOCK_FIELDS = [
  'hiddenSize',
  'operation',
  'numAttentionHeads',
  'feedForwardWidths',
  'bias',
  'norm',
];
const OPERATION_FIELDS = [
  'kind',
  'similarity',
  'headSize',
  'fusedQueryKeyValue',
  'relativePositions',
  'transform',
  'kernelSize',
];

/**
 * The blocks of an architecture that consists of plain ones: one hidden size, biases, heads that
 * share the hidden size, no relative positions, and nothing that this room does not know of.
 *
 * @returns the blocks with their hidden size, or the first reason why they are not plain
 */
export function plainBlocks(
  architecture: Architecture,
): Result<{ readonly hiddenSize: number; readonly blocks: readonly Block[] }> {
  const { blocks, embedding } = architecture;
  const unknown =
    findExtraField(architecture, ARCHITECTURE_FIELDS) ??
    findExtraField(embedding, EMBEDDING_FIELDS);
  if (unknown !== undefined) return failure(`it has "${unknown}", for which the form has no field`);
  const hiddenSize = blocks[0]?.hiddenSize;
  if (hiddenSize === undefined) return failure('it has no block');
  for (const [index, block] of blocks.entries()) {
    const reason = notPlain(block, hiddenSize);
    if (reason !== undefined) return failure(`block ${index} ${reason}`);
  }
  return success({ hiddenSize, blocks });
}

function notPlain(block: Block, hiddenSize: number): string | undefined {
  const { operation, numAttentionHeads } = block;
  const unknown =
    findExtraField(block, BLOCK_FIELDS) ?? findExtraField(operation, OPERATION_FIELDS);
  if (unknown !== undefined) return `has "${unknown}", for which the form has no field`;
  if (block.hiddenSize !== hiddenSize) {
    return `has hidden size ${block.hiddenSize} and block 0 ${hiddenSize}: the form has one for all`;
  }
  if (block.bias === false) return 'has linear layers without biases, which the form always has';
  if (operation.kind !== 'self-attention') return undefined;
  if (operation.relativePositions === true) return 'has relative positions';
  const { headSize = hiddenSize / numAttentionHeads } = operation;
  return headSize * numAttentionHeads === hiddenSize
    ? undefined
    : `has ${numAttentionHeads} heads of ${headSize}, which do not make up its hidden size ${hiddenSize}`;
}

/** Why an architecture is no encoder of the kind of BERT; undefined if it is one. */
export function notBertLike({
  family,
  embedding,
  blocks,
  finalNorm,
  head,
}: Architecture): string | undefined {
  if (family !== 'encoder') return 'it is a decoder, and the form describes encoders';
  if (embedding.clusters !== undefined) return 'its embedding is adaptive';
  if (embedding.norm === false) return 'its embedding has no norm, which the form always has';
  if (finalNorm === true) return 'a norm follows its last block, which the form never has';
  if (head !== undefined) return 'it has a head, which the form never has';
  for (const [index, { norm, operation }] of blocks.entries()) {
    if (norm === 'pre') {
      return `block ${index} has its norms before the sub-modules, and the form has them behind`;
    }
    if (operation.kind === 'self-attention' && operation.fusedQueryKeyValue === true) {
      return `block ${index} has query, key and value in one matrix, and the form has three`;
    }
  }
  return undefined;
}
