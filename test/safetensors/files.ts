import { Buffer } from 'node:buffer';

/** A tensor to be written: its bytes are zeros unless given. */
export interface Written {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data?: Uint8Array;
}

const BYTES: Readonly<Record<string, number>> = {
  ...{ F64: 8, I64: 8, F32: 4, I32: 4, F16: 2, BF16: 2 },
  ...{ U8: 1, I8: 1, BOOL: 1, F8_E4M3: 1 },
};

/** A safetensors file with any header and data behind it. */
export function fileWith(header: unknown, data: Uint8Array = new Uint8Array(0)): Buffer {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, data]);
}

/** A header entry for each tensor, one behind the other. */
export function headerOf(tensors: Readonly<Record<string, Written>>): Record<string, object> {
  let end = 0;
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { dtype, shape }]) => {
      const begin = end;
      end += shape.reduce((product, size) => product * size, BYTES[dtype] ?? NaN);
      return [name, { dtype, shape, data_offsets: [begin, end] }];
    }),
  );
}

/** A safetensors file of tensors in their order. */
export function checkpointOf(tensors: Readonly<Record<string, Written>>): Buffer {
  const data = Object.values(tensors).map(
    ({ dtype, shape, data: bytes }) =>
      bytes ?? new Uint8Array(shape.reduce((product, size) => product * size, BYTES[dtype] ?? NaN)),
  );
  return fileWith(headerOf(tensors), Buffer.concat(data));
}

/** Single-precision weights, written as they are in memory. */
export function singles(shape: readonly number[], values: readonly number[]): Written {
  return { dtype: 'F32', shape, data: new Uint8Array(Float32Array.from(values).buffer) };
}
