import { failure, success, type Result } from '../result.ts';
import type { EmbeddingMatrix } from './embedding-matrices.ts';

/** The tokens of a batch as rows of embedding matrices that hold no others. */
export interface BatchRows {
  /** Row of each token of the batch among the rows of all matrices, sequence by sequence. */
  readonly tokens: BigInt64Array;
  /** Of each matrix, the rows of the whole matrix that it holds, ascending. */
  readonly kept: readonly (readonly number[])[];
}

/**
 * The different tokens of a batch as the first rows of their embedding matrices, in ascending
 * order, so that equal batches have equal rows.
 *
 * @param tables with as many rows as a batch may have different tokens
 * @returns a failure where a token is in no matrix
 */
export function batchRows(
  tables: readonly EmbeddingMatrix[],
  texts: readonly (readonly number[])[],
): Result<BatchRows> {
  const rows = new Map<number, number>();
  const sorted = [...new Set(texts.flat())].sort((a, b) => a - b);
  const kept = tables.map(({ firstToken, tokens: count, firstRow }) => {
    const own = sorted.filter(
      (word) => Number.isInteger(word) && word >= firstToken && word < firstToken + count,
    );
    for (const [index, word] of own.entries()) rows.set(word, firstRow + index);
    return own.map((word) => word - firstToken);
  });
  const tokens = new BigInt64Array(texts.reduce((sum, { length }) => sum + length, 0));
  for (const [place, word] of texts.flat().entries()) {
    const row = rows.get(word);
    if (row === undefined) {
      const count = tables.reduce((sum, { tokens: own }) => sum + own, 0);
      return failure(
        `${word} is no word of the model: expected a whole number from 0 to ${count - 1}`,
      );
    }
    tokens[place] = BigInt(row);
  }
  return success({ tokens, kept });
}
