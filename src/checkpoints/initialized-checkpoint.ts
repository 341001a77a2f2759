import type { InputsFirst } from '../architecture/weight-names.ts';
import { sizeOf, turnedShape, type Weight } from '../architecture/weight.ts';
import { drawWeights } from '../initialization/draw-weights.ts';
import { GROUP_SIZE } from '../initialization/random-words.ts';
import { weightStream } from '../initialization/weight-stream.ts';
import { headerOf, type NewTensor } from '../safetensors/write-header.ts';
import { endianness } from 'node:os';

/** Entries that are drawn and handed on at a time: a megabyte. */
const PIECE = 2 ** 18;

/** Most entries of a matrix with the inputs first that are held at a time: a quarter of a gigabyte. */
const HELD = 2 ** 26;

/** How a checkpoint is written. */
interface CheckpointForm {
  /** Texts to be kept in the header. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Which weights of blocks are stored with the inputs first; none if absent. */
  readonly inputsFirst?: InputsFirst | undefined;
}

/**
 * A safetensors file of a model at initialization, piece by piece: every weight in the order of the
 * inventory, drawn from the seed, in single precision. A piece is valid until the next one is asked
 * for.
 *
 * @param weights of an inventory
 * @throws RangeError on a seed that `weightStream` refuses
 */
export function* initializedCheckpoint(
  weights: readonly Weight[],
  seed: number,
  { metadata = {}, inputsFirst }: CheckpointForm = {},
): Generator<Uint8Array> {
  const turnedAxes = inputsFirst === 'experts' ? 3 : 2;
  const isTurned = ({ shape, block }: Weight): boolean =>
    inputsFirst !== undefined && block !== null && shape.length === turnedAxes;
  const tensors = weights.map((weight): NewTensor => {
    const { path, shape } = weight;
    const stored = isTurned(weight) ? turnedShape(shape) : shape;
    return { path, dtype: 'F32', shape: stored, bytes: 4 * sizeOf(weight) };
  });
  yield headerOf(tensors, metadata);
  for (const weight of weights) {
    const size = sizeOf(weight);
    if (!isTurned(weight)) {
      yield* bytesOf(entriesOf(weight, seed, 0, size));
      continue;
    }
    const [outputs = 0, inputs = 0] = weight.shape.slice(-2);
    for (let first = 0; first < size; first += outputs * inputs) {
      yield* turned(outputs, inputs, () => entriesOf(weight, seed, first, outputs * inputs));
    }
  }
}

/** Entries of a weight, `size` of them from one on, a piece at a time. */
function* entriesOf(
  weight: Weight,
  seed: number,
  first: number,
  size: number,
): Generator<Float32Array> {
  const piece = new Float32Array(PIECE);
  const stream = weightStream(seed, weight.path);
  // They are drawn in groups.
  const begin = first - (first % GROUP_SIZE);
  for (let start = begin; start < first + size; start += PIECE) {
    const length = Math.min(PIECE, first + size - start);
    const drawn = piece.subarray(0, Math.ceil(length / GROUP_SIZE) * GROUP_SIZE);
    drawWeights(weight.distribution, stream, start, drawn);
    yield piece.subarray(Math.max(0, first - start), length);
  }
}

function* bytesOf(pieces: Iterable<Float32Array>): Generator<Uint8Array> {
  for (const piece of pieces) {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    // The format is little-endian, typed arrays are as the machine is.
    if (endianness() === 'BE') bytes.swap32();
    yield bytes;
  }
}

/** The bytes of a matrix outputs x inputs as inputs x outputs, drawn once for each part of it. */
function* turned(
  outputs: number,
  inputs: number,
  draw: () => Iterable<Float32Array>,
): Generator<Uint8Array> {
  const rows = Math.max(1, Math.min(inputs, Math.floor(HELD / outputs)));
  const part = new Float32Array(rows * outputs);
  for (let first = 0; first < inputs; first += rows) {
    const count = Math.min(rows, inputs - first);
    let index = 0;
    for (const piece of draw()) {
      for (const entry of piece) {
        const row = (index % inputs) - first;
        if (row >= 0 && row < count) part[row * outputs + Math.floor(index / inputs)] = entry;
        index += 1;
      }
    }
    yield* bytesOf([part.subarray(0, count * outputs)]);
  }
}
