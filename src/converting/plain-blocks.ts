import type { Architecture } from '../architecture/architecture.ts';
import type { Block, Blocks } from '../architecture/block.ts';
import {
  completeBlock,
  completeEmbedding,
  completeModel,
  completeOperation,
} from '../architecture/complete-architecture.ts';
import { failure, success, type Result } from '../result.ts';
import { findExtraField } from './find-extra-field.ts';

const ARCHITECTURE_FIELDS = [
  ...['family', 'embedding', 'blocks', 'positions', 'normEpsilon', 'finalNorm', 'head', 'naming'],
  ...['pooler', 'initializerRange'],
];
const EMBEDDING_FIELDS = ['norm', 'clusters'];
const BLOCK_FIELDS = ['operation', 'activation', 'causal', 'bias', 'norm'];
const OPERATION_FIELDS = [
  ...['headSize', 'fusedQueryKeyValue', 'fusedRows', 'relativePositions', 'scaling'],
];

/**
 * The blocks of an architecture that consists of plain ones: one hidden size, biases, heads that
 * share the hidden size, no relative positions, and no field that is not checked here.
 *
 * @returns the blocks with their hidden size, or the first reason why they are not plain
 */
export function plainBlocks(
  architecture: Architecture,
): Result<{ readonly hiddenSize: number; readonly blocks: Blocks }> {
  const { blocks, embedding, family, initializerRange } = architecture;
  const usual = completeModel({ family, embedding, initializerRange }, blocks);
  const unknown =
    findExtraField(architecture, usual, ARCHITECTURE_FIELDS) ??
    findExtraField(embedding, completeEmbedding(sizesOf(embedding)), EMBEDDING_FIELDS);
  if (unknown !== undefined) return failure(`it has "${unknown}", for which the form has no field`);
  const [{ hiddenSize }] = blocks;
  for (const [index, block] of blocks.entries()) {
    const reason = notPlain(block, hiddenSize, architecture);
    if (reason !== undefined) return failure(`block ${index} ${reason}`);
  }
  return success({ hiddenSize, blocks });
}

function sizesOf({
  vocabSize,
  embeddingSize,
  maxPositionEmbeddings,
  typeVocabSize,
}: Architecture['embedding']): Parameters<typeof completeEmbedding>[0] {
  return { vocabSize, embeddingSize, maxPositionEmbeddings, typeVocabSize };
}

function notPlain(block: Block, hiddenSize: number, model: Architecture): string | undefined {
  const { operation, numAttentionHeads, feedForwardWidths, bias } = block;
  const sizes = { hiddenSize: block.hiddenSize, operation, numAttentionHeads, feedForwardWidths };
  const plain =
    operation.kind === 'self-attention'
      ? completeOperation({ kind: operation.kind, similarity: operation.similarity }, bias)
      : operation;
  const unknown =
    findExtraField(block, completeBlock(sizes, model), BLOCK_FIELDS) ??
    findExtraField(operation, plain, OPERATION_FIELDS);
  if (unknown !== undefined) return `has "${unknown}", for which the form has no field`;
  if (block.hiddenSize !== hiddenSize) {
    return `has hidden size ${block.hiddenSize} and block 0 ${hiddenSize}: the form has one for all`;
  }
  if (!bias) return 'has linear layers without biases, which the form always has';
  if (operation.kind !== 'self-attention') return undefined;
  if (operation.relativePositions) return 'has relative positions';
  const headSize = operation.headSize ?? hiddenSize / numAttentionHeads;
  return headSize * numAttentionHeads === hiddenSize
    ? undefined
    : `has ${numAttentionHeads} heads of ${headSize}, which do not make up its hidden size ${hiddenSize}`;
}

/** Why an architecture is no encoder like BERT; undefined if it is one. */
export function notBertLike({
  family,
  embedding,
  blocks,
  finalNorm,
  head,
}: Architecture): string | undefined {
  if (family !== 'encoder') return `its family is ${family}, and the form describes encoders`;
  if (embedding.clusters !== null) return 'its embedding is adaptive';
  if (!embedding.norm) return 'its embedding has no norm, which the form always has';
  if (finalNorm) return 'a norm follows its last block, which the form never has';
  if (head !== null) return 'it has a head, which the form never has';
  for (const [index, { norm, operation }] of blocks.entries()) {
    if (norm === 'pre') {
      return `block ${index} has its norms before the sub-modules, and the form has them after`;
    }
    if (operation.kind === 'self-attention' && operation.fusedQueryKeyValue) {
      return `block ${index} has query, key and value in one matrix, and the form has three`;
    }
  }
  return undefined;
}
