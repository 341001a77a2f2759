import { truncateSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  TensorReader,
  TensorReadError,
  type ReadableTensor,
} from '../../src/checkpoints/tensor-entries.ts';
import { temporaryFile } from '../temporary-files.ts';

/** More than one window of half a megabyte in any type. */
const COUNT = 2 ** 18 + 12_345;

/** Numbers that every type holds exactly. */
const values = Float64Array.from({ length: COUNT }, (_, index) => ((index * 7) % 255) - 127);

const WRITERS = {
  F64: () => new Uint8Array(values.buffer),
  F32: () => new Uint8Array(Float32Array.from(values).buffer),
  BF16: () =>
    new Uint8Array(
      Uint16Array.from(new Uint32Array(Float32Array.from(values).buffer), (bits) => bits >>> 16)
        .buffer,
    ),
  F16: () => new Uint8Array(Uint16Array.from(values, halfOf).buffer),
} as const;

/** Bits of a whole number of at most 11 binary digits in half precision. */
function halfOf(value: number): number {
  if (value === 0) return 0;
  const exponent = Math.floor(Math.log2(Math.abs(value)));
  const fraction = (Math.abs(value) / 2 ** exponent - 1) * 1024;
  return (value < 0 ? 0x8000 : 0) | ((exponent + 15) << 10) | fraction;
}

/** A tensor of these numbers, at an odd place in its file. */
function tensorOf(dtype: keyof typeof WRITERS): ReadableTensor {
  const bytes = WRITERS[dtype]();
  const file = temporaryFile('a', Buffer.concat([Buffer.alloc(3), bytes]));
  return { path: 'a', dtype, shape: [COUNT], file, start: 3, bytes: bytes.length };
}

describe('TensorReader.read(tensor, start, out)', () => {
  it.each(['F64', 'F32', 'F16', 'BF16'] as const)(
    'reads %s in pieces that cross its windows: catches a number lost between two',
    (dtype) => {
      const tensor = tensorOf(dtype);
      const reader = new TensorReader();
      const out = new Float32Array(COUNT);
      const step = 10_007;
      for (let start = 0; start < COUNT; start += step) {
        reader.read(tensor, start, out.subarray(start, start + step));
      }
      const wrong = out.findIndex((value, index) => value !== values[index]);
      expect(wrong).toBe(-1);
      const again = new Float32Array(3);
      reader.read(tensor, 5, again);
      expect([...again]).toEqual([...values.subarray(5, 8)]);
      reader.close();
    },
  );

  it('leaves what lies behind the last entry: catches a read into the next tensor', () => {
    const reader = new TensorReader();
    const out = new Float32Array(5).fill(7);
    reader.read(tensorOf('F32'), COUNT - 2, out);
    expect([...out.subarray(2)]).toEqual([7, 7, 7]);
    reader.close();
  });

  it('throws where the file has become shorter: catches zeros taken for weights', () => {
    const tensor = tensorOf('F32');
    truncateSync(tensor.file, 1000);
    const reader = new TensorReader();
    expect(() => {
      reader.read(tensor, 0, new Float32Array(COUNT));
    }).toThrow(TensorReadError);
    reader.close();
  });
});
