import type { Embedding } from '../architecture/architecture.ts';
import type { WeightNames } from '../architecture/weight-names.ts';

/** A table of word vectors: that of all words, or of one cluster of an adaptive embedding. */
export interface EmbeddingMatrix {
  readonly path: string;
  /** The first of its words. */
  readonly firstToken: number;
  readonly words: number;
  readonly width: number;
  /** Rows that the pass has of it. */
  readonly rows: number;
  /** The first of them among the rows of all tables. */
  readonly firstRow: number;
  /** Path of the projection to the hidden size; null where there is none. */
  readonly projection: string | null;
}

/**
 * The tables of an embedding, each with at most `mostRows` rows: a batch has no more different
 * words than it has words.
 */
export function embeddingMatrices(
  { vocabSize, embeddingSize, clusters }: Embedding,
  names: WeightNames,
  mostRows: number,
): readonly EmbeddingMatrix[] {
  if (clusters === undefined) {
    const rows = Math.min(vocabSize, mostRows);
    const table = { firstToken: 0, words: vocabSize, width: embeddingSize, rows, firstRow: 0 };
    return [{ ...table, path: `${names.words}.weight`, projection: null }];
  }
  const tables: EmbeddingMatrix[] = [];
  let firstToken = 0;
  let firstRow = 0;
  for (const [index, { words, width, projected }] of clusters.entries()) {
    const path = `${names.words}.emb_layers.${index}.weight`;
    const projection = projected ? `${names.words}.emb_projs.${index}` : null;
    const rows = Math.min(words, mostRows);
    tables.push({ path, firstToken, words, width, rows, firstRow, projection });
    firstToken += words;
    firstRow += rows;
  }
  return tables;
}

/** Rows of all tables together. */
export function rowsOfAll(tables: readonly EmbeddingMatrix[]): number {
  return tables.reduce((sum, { rows }) => sum + rows, 0);
}
