import { closeSync, openSync, readSync } from 'node:fs';
import { endianness } from 'node:os';
import {
  isReadDtype,
  READ_DTYPE_NAMES,
  READ_DTYPES,
  type ReadDtype,
} from '../safetensors/dtypes.ts';
import type { CheckpointWeight } from '../safetensors/checkpoint.ts';
import type { Tensor } from '../safetensors/tensor.ts';

/** Bytes that are read at a time, and all that is held of a file: a multiple of every entry. */
const WINDOW_BYTES = 2 ** 19;

/** A file that does not hold what its header said when it was read, or holds entries that can't be read. */
export class TensorReadError extends Error {}

/** A tensor, or a weight that may have been quantized. */
type QuantizedTensor = Tensor & Partial<Pick<CheckpointWeight, 'quantization'>>;

/** A tensor of a type that is read. */
export interface ReadableTensor extends Tensor {
  readonly dtype: ReadDtype;
}

/**
 * Reads the entries of tensors as single-precision numbers, in whatever place and order, half a
 * megabyte of the file at a time. Numbers in half precision and bfloat16 are exact in single
 * precision; doubles are rounded to it.
 */
export class TensorReader {
  #file: { readonly path: string; readonly descriptor: number } | undefined;
  readonly #bytes = Buffer.from(new ArrayBuffer(WINDOW_BYTES));
  readonly #singles = new Float32Array(this.#bytes.buffer);
  readonly #shorts = new Uint16Array(this.#bytes.buffer);
  readonly #doubles = new Float64Array(this.#bytes.buffer);
  /** The tensor in the window, with its first entry there and their number. */
  #tensor: ReadableTensor | undefined;
  #first = 0;
  #count = 0;

  /**
   * Writes entries of a tensor from `start` on; what is in `out` after its last one stays.
   *
   * @throws TensorReadError where the file has changed since its header was read, and for a tensor of a
   *   type that is not read, or of packed integers
   * @throws Error as `readSync` does, where the file can't be read
   */
  read(tensor: QuantizedTensor, start: number, out: Float32Array): void {
    if (!isReadable(tensor)) throw new TensorReadError(whyUnreadable(tensor));
    const total = tensor.bytes / READ_DTYPES[tensor.dtype];
    const end = Math.min(start + out.length, total);
    for (let at = start; at < end;) {
      const held = this.#hold(tensor, at, total);
      const from = at - held.first;
      const length = Math.min(end - at, held.count - from);
      this.#decode(tensor.dtype, from, length, out, at - start);
      at += length;
    }
  }

  /** Closes the file that is open. */
  close(): void {
    if (this.#file !== undefined) closeSync(this.#file.descriptor);
    this.#file = undefined;
    this.#tensor = undefined;
  }

  /** The entries in the window, which holds the one at `at` from now on. */
  #hold(tensor: ReadableTensor, at: number, total: number): { first: number; count: number } {
    if (this.#tensor !== tensor || at < this.#first || at >= this.#first + this.#count) {
      const size = READ_DTYPES[tensor.dtype];
      const count = Math.min(WINDOW_BYTES / size, total - at);
      this.#tensor = undefined;
      this.#fill(tensor, tensor.start + at * size, count * size);
      if (endianness() === 'BE') this.#swap(size, count * size);
      this.#tensor = tensor;
      this.#first = at;
      this.#count = count;
    }
    return { first: this.#first, count: this.#count };
  }

  #fill({ file, path }: Tensor, position: number, length: number): void {
    if (this.#file?.path !== file) {
      this.close();
      this.#file = { path: file, descriptor: openSync(file, 'r') };
    }
    const { descriptor } = this.#file;
    for (let done = 0; done < length;) {
      const bytes = readSync(descriptor, this.#bytes, done, length - done, position + done);
      if (bytes === 0) {
        throw new TensorReadError(`${path}: the file ends inside it; was it changed meanwhile?`);
      }
      done += bytes;
    }
  }

  /** The format is little-endian, typed arrays are as the machine is. */
  #swap(size: number, length: number): void {
    const bytes = this.#bytes.subarray(0, length);
    if (size === 2) bytes.swap16();
    else if (size === 4) bytes.swap32();
    else bytes.swap64();
  }

  #decode(dtype: ReadDtype, from: number, length: number, out: Float32Array, to: number): void {
    switch (dtype) {
      case 'F32':
        out.set(this.#singles.subarray(from, from + length), to);
        return;
      case 'F64':
        out.set(this.#doubles.subarray(from, from + length), to);
        return;
      case 'F16':
        decodeHalf(this.#shorts, from, length, out, to);
        return;
      case 'BF16':
        decodeBrain(this.#shorts, from, length, out, to);
    }
  }
}

function isReadable(tensor: QuantizedTensor): tensor is ReadableTensor {
  return isReadDtype(tensor.dtype) && (tensor.quantization ?? null) === null;
}

function whyUnreadable({ dtype, quantization }: QuantizedTensor): string {
  const how =
    quantization === undefined || quantization === null
      ? `stored as ${dtype}`
      : `quantized (${quantization})`;
  return `${how}: expected ${READ_DTYPE_NAMES.join(', ')}; save the model in one of them, or score it in closed form, by its shapes`;
}

/** bfloat16 is the upper half of a single-precision number. */
function decodeBrain(
  shorts: Uint16Array,
  from: number,
  length: number,
  out: Float32Array,
  to: number,
): void {
  const bits = new Uint32Array(out.buffer, out.byteOffset, out.length);
  for (let i = 0; i < length; i++) bits[to + i] = (shorts[from + i] ?? 0) << 16;
}

/** Every number of half precision, by its 16 bits. */
let table: Float32Array | undefined;

/**
 * Half-precision numbers (IEEE 754 binary16), given by their bits, as the single-precision numbers
 * that they equal.
 */
export function decodeHalf(
  bits: Uint16Array,
  from: number,
  length: number,
  out: Float32Array,
  to: number,
): void {
  table ??= Float32Array.from({ length: 2 ** 16 }, (_, half) => valueOfHalf(half));
  for (let i = 0; i < length; i++) out[to + i] = table[bits[from + i] ?? 0] ?? 0;
}

/** A sign, five bits of an exponent that is 15 too large, ten of a fraction. */
function valueOfHalf(bits: number): number {
  const sign = bits >> 15 === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}
