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
  sequences: readonly (readonly number[])[],
): Result<BatchRows> {
  const rows = new Map<number, number>();
  const sorted = [...new Set(sequences.flat())].sort((a, b) => a - b);
  const kept = tables.map(({ firstToken, tokens: count, firstRow }) => {
    const own = sorted.filter(
      (token) => Number.isInteger(token) && token >= firstToken && token < firstToken + count,
    );
    for (const [index, token] of own.entries()) rows.set(token, firstRow + index);
    return own.map((token) => token - firstToken);
  });
  const tokens = new BigInt64Array(sequences.reduce((sum, { length }) => sum + length, 0));
  for (const [place, token] of sequences.flat().entries()) {
    const row = rows.get(token);
    if (row === undefined) {
      const count = tables.reduce((sum, { tokens: own }) => sum + own, 0);
      return failure(
        `${token} is not a token of the model: expected a whole number from 0 to ${count - 1}`,
      );
    }
    tokens[place] = BigInt(row);
  }
  return success({ tokens, kept });
}
