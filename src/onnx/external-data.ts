import { sizeOfShape } from './shape.ts';
import type { ElementType, TensorData, ValueType } from './graph.ts';

/** The place of a tensor in a file beside the model. */
export interface ExternalTensor {
  /** In bytes from the beginning of the file. */
  readonly offset: number;
  /** In bytes. */
  readonly length: number;
}

/** Bytes of an entry. */
export const ENTRY_BYTES: Readonly<Record<ElementType, number>> = {
  float32: 4,
  float64: 8,
  int64: 8,
  bool: 1,
};

/** Tensors begin at pages, as ONNX advises, so that the file can be mapped into memory. */
const PAGE = 4096;

/**
 * Consecutive places for tensors in a file beside the model. Shapes and types are enough, so that
 * tensors can be made when they are written.
 */
export function layOutExternalData(
  tensors: Iterable<readonly [name: string, tensor: ValueType]>,
): ReadonlyMap<string, ExternalTensor> {
  const places = new Map<string, ExternalTensor>();
  let offset = 0;
  for (const [name, { type, shape }] of tensors) {
    const length = sizeOfShape(shape) * ENTRY_BYTES[type];
    places.set(name, { offset, length });
    offset = Math.ceil((offset + length) / PAGE) * PAGE;
  }
  return places;
}

/**
 * The bytes of the file of {@link layOutExternalData} in pieces: tensors and the fill of their pages.
 *
 * @param tensors the same, in the same order
 */
export function* externalDataPieces(tensors: Iterable<TensorData>): Generator<Uint8Array> {
  let gap = 0;
  for (const { data } of tensors) {
    if (gap > 0) yield new Uint8Array(gap);
    yield entryBytes(data);
    gap = (PAGE - (data.byteLength % PAGE)) % PAGE;
  }
}

/** The bytes of entries, in the order of the machine: little-endian wherever onnxruntime runs. */
export function entryBytes(data: TensorData['data']): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
