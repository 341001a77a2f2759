import { describe, expect, it } from 'vitest';
import { decodeHalf } from '../../src/checkpoints/tensor-entries.ts';

function valueOf(bits: number): number {
  const out = new Float32Array(1);
  decodeHalf(Uint16Array.of(bits), 0, 1, out, 0);
  return out[0]!;
}

describe('decodeHalf(bits, from, length, out, to)', () => {
  it.each([
    [0x0000, 0],
    [0x0001, 2 ** -24],
    [0x03ff, 1023 * 2 ** -24],
    [0x0400, 2 ** -14],
    [0x3c00, 1],
    [0xc000, -2],
    [0x3555, 0.333251953125],
    [0x7bff, 65504],
    [0x7c00, Infinity],
    [0xfc00, -Infinity],
    [0x7e00, NaN],
  ])('gives %i its value of IEEE 754: catches a shifted exponent', (bits, value) => {
    expect(valueOf(bits)).toBe(value);
  });

  it('keeps the sign of zero', () => {
    expect(valueOf(0x8000)).toBe(-0);
  });

  it('agrees with the formula of the standard for all finite numbers', () => {
    const wrong: number[] = [];
    for (let bits = 0; bits < 2 ** 16; bits++) {
      const exponent = (bits & 0x7c00) / 0x400;
      if (exponent === 31) continue;
      const significand = (bits & 0x3ff) / 1024 + (exponent === 0 ? 0 : 1);
      const size = significand * 2 ** (Math.max(exponent, 1) - 15);
      if (!Object.is(valueOf(bits), bits >= 0x8000 ? -size : size)) wrong.push(bits);
    }
    expect(wrong).toEqual([]);
  });

  it('writes where it is told, and nothing else', () => {
    const out = new Float32Array(4).fill(7);
    decodeHalf(Uint16Array.of(0, 0x3c00, 0x4000), 1, 2, out, 1);
    expect([...out]).toEqual([7, 1, 2, 7]);
  });
});
