import { InferenceSession, Tensor } from 'onnxruntime-node';
import {
  modelGraph,
  type ModelGraph,
  type ModelGraphOptions,
} from '../../src/forward/model-graph.ts';
import { writeOnnx } from '../../src/onnx/write-onnx.ts';
import { movedEntries, REFERENCE_SEED, type ForwardCase } from './cases.ts';

/** Sequences of one length, with padding where the mask is 0, by the names of the inputs. */
export interface PaddedBatch {
  readonly input_ids: readonly (readonly number[])[];
  readonly attention_mask: readonly (readonly number[])[];
  readonly token_type_ids?: readonly (readonly number[])[];
  /** The same sequences for a decoder after an encoder, which has no mask: padding is at the end. */
  readonly decoder_input_ids?: readonly (readonly number[])[];
  /** Where its tokens are; no input of a model. */
  readonly decoder_mask?: readonly (readonly number[])[];
}

/** The graph of the model of a case. */
export function graphOf(
  { architecture }: Pick<ForwardCase, 'architecture'>,
  options: ModelGraphOptions = {},
): ModelGraph {
  const graph = modelGraph(architecture, options);
  if (!graph.ok) throw new Error(graph.reason);
  return graph.value;
}

/** The file of such a graph, with weights whose biases and norms are moved. */
export function movedModel({ graph, weights }: ModelGraph): Uint8Array {
  const inside = [...weights].map(([path, { value, weight }]) => {
    const { type, shape } = value;
    return [path, { type, shape, data: movedEntries(weight, REFERENCE_SEED, 'float32') }] as const;
  });
  return writeOnnx(graph, { name: 'test', weights: new Map(inside) });
}

/** What a model gives for batches of any sizes, one after the other in one session. */
export async function runBatches(
  model: Uint8Array,
  batches: readonly PaddedBatch[],
): Promise<readonly InferenceSession.OnnxValueMapType[]> {
  const session = await InferenceSession.create(model, {
    intraOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  const outputs: InferenceSession.OnnxValueMapType[] = [];
  for (const batch of batches) {
    const feeds = session.inputNames.map((name) => {
      const rows = { ...batch }[name] ?? [];
      const ids = BigInt64Array.from(rows.flat(), BigInt);
      return [name, new Tensor('int64', ids, [rows.length, rows[0]?.length ?? 0])] as const;
    });
    outputs.push(await session.run(Object.fromEntries(feeds)));
  }
  await session.release();
  return outputs;
}

/**
 * Sequences padded to one length, by token 1, at the end or at the beginning; types alternate in runs
 * of three.
 */
export function padded(
  sequences: readonly (readonly number[])[],
  length: number,
  side: 'right' | 'left',
): Required<PaddedBatch> {
  const fill = (row: readonly number[], entry: number): number[] => {
    const filling = new Array<number>(length - row.length).fill(entry);
    return side === 'right' ? [...row, ...filling] : [...filling, ...row];
  };
  // Of another length than the others, so that no axis is taken for another one.
  const ofDecoder = (entries: (row: readonly number[]) => readonly number[], entry: number) =>
    sequences.map((row) => [
      ...entries(row),
      ...new Array<number>(length + 2 - row.length).fill(entry),
    ]);
  return {
    input_ids: sequences.map((row) => fill(row, 1)),
    decoder_input_ids: ofDecoder((row) => row, 1),
    decoder_mask: ofDecoder((row) => row.map(() => 1), 0),
    attention_mask: sequences.map((row) =>
      fill(
        row.map(() => 1),
        0,
      ),
    ),
    token_type_ids: sequences.map((row) =>
      fill(
        row.map((_, place) => Math.floor(place / 3) % 2),
        0,
      ),
    ),
  };
}

/** How far a list of numbers is off, of the norm of what is expected. */
export function distance(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (found.length !== expected.length) return Infinity;
  const pairs = Array.from(expected, (entry, place) => [entry, found[place] ?? NaN] as const);
  return (
    Math.hypot(...pairs.map(([right, own]) => right - own)) /
    Math.hypot(...pairs.map(([right]) => right))
  );
}

/** The entries of the tokens of a row of an output [batch, length, width], without those of padding. */
export function tokensOf(
  data: ArrayLike<number>,
  mask: PaddedBatch['attention_mask'],
  row: number,
): readonly number[] {
  const length = mask[0]?.length ?? 0;
  const width = data.length / (mask.length * length);
  return (mask[row] ?? []).flatMap((kept, place) => {
    const start = (row * length + place) * width;
    return kept === 0 ? [] : Array.from({ length: width }, (_, at) => data[start + at] ?? NaN);
  });
}
