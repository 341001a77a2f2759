import type { Tensor } from './tensor.ts';

/** The data begins at a multiple of it, so that a reader may map it as doubles. */
const ALIGNMENT = 8;

/** A tensor that is to be written. */
export type NewTensor = Pick<Tensor, 'path' | 'dtype' | 'shape' | 'bytes'>;

/**
 * The beginning of a safetensors file, up to the data: its length, and the header in JSON, filled up
 * with spaces. The data of the tensors follows in their order.
 *
 * @param metadata texts to be kept in it
 */
export function headerOf(
  tensors: Iterable<NewTensor>,
  metadata: Readonly<Record<string, string>>,
): Buffer {
  const entries: (readonly [string, object])[] = [];
  let end = 0;
  for (const { path, dtype, shape, bytes } of tensors) {
    const begin = end;
    end += bytes;
    entries.push([path, { dtype, shape, data_offsets: [begin, end] }]);
  }
  const json = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) });
  const bytes = Buffer.byteLength(json);
  const length = Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
  const header = Buffer.alloc(ALIGNMENT + length, ' ');
  header.writeBigUInt64LE(BigInt(length));
  header.write(json, ALIGNMENT);
  return header;
}
