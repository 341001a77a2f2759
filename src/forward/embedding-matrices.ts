import type { Architecture } from '../architecture/architecture.ts';
import type { Embedding } from '../architecture/embedding.ts';
import type { WeightNames } from '../architecture/weight-names.ts';

/** An embedding matrix: that of all tokens, or of one cluster of an adaptive embedding. */
export interface EmbeddingMatrix {
  readonly path: string;
  /** The first of its tokens. */
  readonly firstToken: number;
  readonly tokens: number;
  readonly width: number;
  /** Rows that the pass has of it. */
  readonly rows: number;
  /** The first of them among the rows of all matrices. */
  readonly firstRow: number;
  /** Path of the projection to the hidden size; null where there is none. */
  readonly projection: string | null;
}

/**
 * The matrices of an embedding, each with at most `mostRows` rows: a batch has no more different
 * tokens than it has tokens. There are none where the model reads something else.
 */
export function embeddingMatrices(
  { vocabSize, embeddingSize, clusters, input }: Embedding,
  names: WeightNames,
  mostRows: number,
): readonly EmbeddingMatrix[] {
  if (input !== null) return [];
  if (clusters === null) {
    const rows = Math.min(vocabSize, mostRows);
    const table = { firstToken: 0, tokens: vocabSize, width: embeddingSize, rows, firstRow: 0 };
    return [{ ...table, path: `${names.tokenEmbedding}.weight`, projection: null }];
  }
  const tables: EmbeddingMatrix[] = [];
  let firstToken = 0;
  let firstRow = 0;
  for (const [index, { tokens, width, projected }] of clusters.entries()) {
    const path = `${names.tokenEmbedding}.emb_layers.${index}.weight`;
    const projection = projected ? `${names.tokenEmbedding}.emb_projs.${index}` : null;
    const rows = Math.min(tokens, mostRows);
    tables.push({ path, firstToken, tokens, width, rows, firstRow, projection });
    firstToken += tokens;
    firstRow += rows;
  }
  return tables;
}

/** The matrix of the tokens of the decoder after an encoder, where it has one of its own. */
export function decoderMatrices(
  { embedding: { decoder }, blocks }: Architecture,
  { decoder: { tokenEmbedding } }: WeightNames,
  mostRows: number,
): readonly EmbeddingMatrix[] {
  const first = blocks.find(({ stack }) => stack === 'decoder');
  const tokens = decoder?.vocabSize ?? null;
  if (first === undefined || tokens === null) return [];
  const place = { firstToken: 0, tokens, rows: Math.min(tokens, mostRows), firstRow: 0 };
  const path = `${tokenEmbedding}.weight`;
  return [{ ...place, path, width: first.hiddenSize, projection: null }];
}

/** The tokens that both stacks of a model know: those that a batch may have. */
export function commonTokens({ vocabSize, decoder }: Embedding): number {
  return Math.min(vocabSize, decoder?.vocabSize ?? vocabSize);
}

/** Rows of all matrices together. */
export function rowsOfAll(tables: readonly EmbeddingMatrix[]): number {
  return tables.reduce((sum, { rows }) => sum + rows, 0);
}
