import { failure, success, type Result } from '../result.ts';
import type { EmbeddingMatrix } from './embedding-matrices.ts';

/** The words of a batch as rows of tables that hold no others. */
export interface BatchRows {
  /** Row of each word of the batch among the rows of all tables, text by text. */
  readonly tokens: BigInt64Array;
  /** Of each table, the rows of the whole table that stand in it, ascending. */
  readonly kept: readonly (readonly number[])[];
}

/**
 * Gives the different words of a batch the first rows of their tables, in ascending order, so that
 * equal batches have equal rows.
 *
 * @param tables with as many rows as a batch may have different words
 * @returns a failure where a word is in no table
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
