import { sizeOf } from '../architecture/weight.ts';
import { externalDataPieces, layOutExternalData } from '../onnx/external-data.ts';
import type { TensorData } from '../onnx/graph.ts';
import { onnxPieces, writeOnnx } from '../onnx/write-onnx.ts';
import { failure, success, type Result } from '../result.ts';
import { drawEntries } from './draw-entries.ts';
import type { PassWeight } from './forward-pass.ts';
import type { ModelGraph } from './model-graph.ts';

/** How a model is written. */
export interface WriteModelOptions {
  /** Name of the graph. */
  readonly name: string;
  /** Draws the weights. */
  readonly seed: number;
  /** Path of the file of weights as the model names it; the weights are inside it if absent. */
  readonly externalData?: string;
}

/** The files of a model. */
export interface WrittenModel {
  /** Its bytes, piece by piece. */
  readonly model: Iterable<Uint8Array>;
  /** The weights beside it; null if they are inside. */
  readonly externalData: Iterable<Uint8Array> | null;
}

/** What protobuf holds at most, less space for the nodes: larger weights get a file of their own. */
const MOST_INSIDE = 2 ** 31 - 2 ** 26;

/** Bytes of the weights of a model, in single precision. */
export function weightBytes({ weights }: ModelGraph): number {
  return [...weights.values()].reduce((sum, { weight }) => sum + 4 * sizeOf(weight), 0);
}

/**
 * An ONNX file of a model at initialization, with the weights that a seed draws inside it or beside
 * it. They are drawn one at a time, when their bytes are asked for.
 *
 * @returns a failure where the weights are too many to be inside it
 * @throws RangeError on a seed that `weightStream` refuses
 */
export function writeModel(
  model: ModelGraph,
  { name, seed, externalData }: WriteModelOptions,
): Result<WrittenModel> {
  const { graph, weights } = model;
  const drawn = ({ value, weight }: PassWeight): TensorData => ({
    type: value.type,
    shape: value.shape,
    get data() {
      return drawEntries(weight, seed, 'float32');
    },
  });
  if (externalData !== undefined) {
    const inputs = [...weights].map(([path, { value }]) => [path, value] as const);
    const place = { location: externalData, tensors: layOutExternalData(inputs) };
    const drawnInTurn = function* (): Generator<TensorData> {
      for (const weight of weights.values()) yield drawn(weight);
    };
    return success({
      model: [writeOnnx(graph, { name, externalData: place })],
      externalData: externalDataPieces(drawnInTurn()),
    });
  }
  const bytes = weightBytes(model);
  if (bytes > MOST_INSIDE) {
    const gigabytes = (bytes / 1e9).toFixed(1);
    return failure(
      `${gigabytes} GB of weights do not fit into an ONNX file, which ends at 2 GiB: put them beside it`,
    );
  }
  const inside = new Map([...weights].map(([path, weight]) => [path, drawn(weight)]));
  return success({ model: onnxPieces(graph, { name, weights: inside }), externalData: null });
}
