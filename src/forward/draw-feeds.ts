import type { TensorData } from '../onnx/graph.ts';
import { sizeOfShape } from '../onnx/shape.ts';
import { failure, success, type Result } from '../result.ts';
import { drawNormals } from './draw-normals.ts';
import { batchRows } from './batch-rows.ts';
import { drawEntries, drawRows, type FloatEntries } from './draw-entries.ts';
import { rowsOfAll, type EmbeddingMatrix } from './embedding-matrices.ts';
import type { ForwardPass } from './forward-pass.ts';

/** How feeds are drawn. */
export interface FeedOptions {
  /**
   * Gives the entries of every weight but the embedding matrices: for a caller that keeps what it
   * has drawn, or the memory of it. `drawEntries` if absent.
   */
  readonly weightEntries?: typeof drawEntries;
  /** Fills rows of the embedding matrices. `drawRows` if absent. */
  readonly fillRows?: typeof drawRows;
}

/** The bias of a row that no token of the batch needs: no softmax keeps it, in any precision. */
const UNUSED = -1e9;

/**
 * The inputs of a pass over the tokens of a batch: its weights as a seed draws them, by their paths,
 * and the sequences, which both stacks of an encoder and a decoder read. Rows of the embedding matrices that the batch does not need are zero. No token is
 * padding, and all are of the first type. Images and random signs are drawn by the seed.
 *
 * @param sequences as many sequences as the pass has, of as many tokens each; unused by a linear pass
 * @returns by the names of the graph's inputs; or why these sequences do not fit the pass
 * @throws RangeError on a seed that `weightStream` refuses
 */
export function drawFeeds(
  pass: ForwardPass,
  seed: number,
  sequences: readonly (readonly number[])[],
  { weightEntries = drawEntries, fillRows = drawRows }: FeedOptions = {},
): Result<Map<string, TensorData>> {
  const { inputs, weights, builder } = pass;
  const { tokens, tokenBias, padding } = inputs;
  const feeds = new Map<string, TensorData>();
  const kept = new Map<string, readonly number[]>();
  if (tokens !== null) {
    const problem = findShapeProblem(pass, sequences);
    if (problem !== null) return failure(problem);
    const { type, shape, name } = tokens;
    // Those of the decoder come last: what is predicted is among them.
    const groups = [pass.tables, pass.decoderTables].filter(({ length }) => length > 0);
    for (const tables of groups) {
      const rows = batchRows(tables, sequences);
      if (!rows.ok) return rows;
      if (tokenBias === null) {
        const ids = BigInt64Array.from(sequences.flat(), BigInt);
        for (const input of [tokens, inputs.decoderTokens]) {
          if (input !== null) feeds.set(input.name, { type, shape, data: ids });
        }
        continue;
      }
      feeds.set(name, { type, shape, data: rows.value.tokens });
      for (const [index, { path }] of tables.entries()) {
        kept.set(path, rows.value.kept[index] ?? []);
      }
      const bias = biasOf(pass, tables, rows.value.kept);
      feeds.set(tokenBias.name, { ...tokenBias, data: bias });
    }
  }
  if (inputs.images !== null) {
    const { pixels, classes } = inputs.images;
    const { type } = builder;
    const { initializerRange } = pass.architecture;
    feeds.set(pixels.name, drawNormals(pixels, 'pixels', seed, 1, type));
    feeds.set(classes.name, drawNormals(classes, 'classes', seed, initializerRange, type));
  }
  const { attentionMask = null, tokenTypes = null } = padding ?? {};
  for (const [value, entry] of [
    [attentionMask, 1n],
    [tokenTypes, 0n],
  ] as const) {
    if (value === null) continue;
    const data = new BigInt64Array(sizeOfShape(value.shape)).fill(entry);
    feeds.set(value.name, { type: value.type, shape: value.shape, data });
  }
  for (const [name, value] of pass.signs) {
    const { data, ...rest } = drawNormals(value, name, seed, 1, builder.type);
    feeds.set(name, { ...rest, data: data.map((entry) => (entry < 0 ? -1 : 1)) });
  }
  for (const [path, { value, weight }] of weights) {
    const rows = kept.get(path);
    const { type, shape } = value;
    if (rows === undefined) {
      feeds.set(path, { type, shape, data: weightEntries(weight, seed, builder.type) });
    } else {
      const data = zeros(pass, sizeOfShape(shape));
      fillRows(weight, seed, rows, data);
      feeds.set(path, { type, shape, data });
    }
  }
  return success(feeds);
}

function findShapeProblem(
  { batch, sequenceLength }: ForwardPass,
  sequences: readonly (readonly number[])[],
): string | null {
  if (sequences.length !== batch)
    return `there are ${sequences.length} sequences: expected ${batch}`;
  const index = sequences.findIndex(({ length }) => length !== sequenceLength);
  if (index === -1) return null;
  return `sequence ${index} has ${sequences[index]?.length ?? 0} tokens: expected ${sequenceLength}`;
}

function biasOf(
  pass: ForwardPass,
  tables: readonly EmbeddingMatrix[],
  kept: readonly (readonly number[])[],
): FloatEntries {
  const data = zeros(pass, rowsOfAll(tables));
  for (const [index, { firstRow, rows }] of tables.entries()) {
    data.fill(UNUSED, firstRow + (kept[index]?.length ?? 0), firstRow + rows);
  }
  return data;
}

function zeros({ builder }: ForwardPass, size: number): FloatEntries {
  return builder.type === 'float32' ? new Float32Array(size) : new Float64Array(size);
}
