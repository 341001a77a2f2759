import type { Block } from '../block.ts';
import type { SelfAttention } from '../operation.ts';

/** The width of all heads together, a = heads * head size. */
export function attentionWidth(
  { hiddenSize, numAttentionHeads }: Block,
  { headSize }: SelfAttention,
): number {
  return headSize === null ? hiddenSize : numAttentionHeads * headSize;
}

/** The width of one head. */
export function headSizeOf(
  { hiddenSize, numAttentionHeads }: Block,
  { headSize }: SelfAttention,
): number {
  return headSize ?? Math.floor(hiddenSize / numAttentionHeads);
}

/** The number of heads of keys and values. */
export function keyValueHeadsOf(
  { numAttentionHeads }: Block,
  { numKeyValueHeads }: SelfAttention,
): number {
  return numKeyValueHeads ?? numAttentionHeads;
}

/** The width of all keys of a position, and of its values: that of the queries, unless heads share them. */
export function keyValueWidth(block: Block, operation: SelfAttention): number {
  const { numKeyValueHeads } = operation;
  return numKeyValueHeads === null
    ? attentionWidth(block, operation)
    : numKeyValueHeads * headSizeOf(block, operation);
}

/** The width of the value of one head. */
export function valueSizeOf(block: Block, operation: SelfAttention): number {
  return operation.valueSize ?? headSizeOf(block, operation);
}

/** The width of all values of a position: that of its keys, unless values have a size of their own. */
export function valueWidth(block: Block, operation: SelfAttention): number {
  const { valueSize } = operation;
  return valueSize === null
    ? keyValueWidth(block, operation)
    : keyValueHeadsOf(block, operation) * valueSize;
}

/** The width of what the output projection reads: the sum of the values for each head. */
export function outputWidth(block: Block, operation: SelfAttention): number {
  const { valueSize } = operation;
  return valueSize === null
    ? attentionWidth(block, operation)
    : block.numAttentionHeads * valueSize;
}

/** Positions, of a sequence of n, that a position attends to at most. */
export function attendedPositions(
  length: number,
  { causal }: Block,
  { window }: SelfAttention,
): number {
  if (window === null) return length;
  return Math.min(length, causal ? window : 2 * Math.floor(window / 2) + 1);
}

/** In how many ways positions meet contents, as keys and as queries: 0, 1 or 2. */
export function positionWays({ positionKeys, positionQueries }: SelfAttention): number {
  return Number(positionKeys !== null) + Number(positionQueries !== null);
}
