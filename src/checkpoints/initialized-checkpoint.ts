import { sizeOf, type Weight } from '../architecture/weight.ts';
import { drawWeights } from '../initialization/draw-weights.ts';
import { GROUP_SIZE } from '../initialization/random-words.ts';
import { weightStream } from '../initialization/weight-stream.ts';
import { endianness } from 'node:os';

/** Entries that are drawn and handed on at a time: a megabyte. */
const PIECE = 2 ** 18;

/** The data begins at a multiple of it, so that a reader may map it as doubles. */
const ALIGNMENT = 8;

/**
 * A safetensors file of a model at initialization, piece by piece: every weight in the order of the
 * inventory, drawn from the seed, in single precision. A piece is valid until the next one is asked
 * for.
 *
 * @param weights of an inventory
 * @param metadata texts to be kept in the header
 * @throws RangeError on a seed that `weightStream` refuses
 */
export function* initializedCheckpoint(
  weights: readonly Weight[],
  seed: number,
  metadata: Readonly<Record<string, string>> = {},
): Generator<Uint8Array> {
  yield headerOf(weights, metadata);
  const piece = new Float32Array(PIECE);
  for (const weight of weights) {
    const stream = weightStream(seed, weight.path);
    const size = sizeOf(weight);
    for (let start = 0; start < size; start += PIECE) {
      const length = Math.min(PIECE, size - start);
      const drawn = piece.subarray(0, Math.ceil(length / GROUP_SIZE) * GROUP_SIZE);
      drawWeights(weight.distribution, stream, start, drawn);
      const bytes = Buffer.from(piece.buffer, 0, 4 * length);
      // The format is little-endian, typed arrays are as the machine is.
      if (endianness() === 'BE') bytes.swap32();
      yield bytes;
    }
  }
}

function headerOf(weights: readonly Weight[], metadata: Readonly<Record<string, string>>): Buffer {
  const tensors: (readonly [string, object])[] = [];
  let end = 0;
  for (const weight of weights) {
    const begin = end;
    end += 4 * sizeOf(weight);
    const { path, shape } = weight;
    tensors.push([path, { dtype: 'F32', shape, data_offsets: [begin, end] }]);
  }
  const json = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(tensors) });
  const bytes = Buffer.byteLength(json);
  const length = Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
  const header = Buffer.alloc(ALIGNMENT + length, ' ');
  header.writeBigUInt64LE(BigInt(length));
  header.write(json, ALIGNMENT);
  return header;
}
