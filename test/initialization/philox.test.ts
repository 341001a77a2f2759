import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { philox4x32 } from '../../src/initialization/philox.ts';
import { anyWord } from './arbitraries.ts';
import { slowPhilox } from './slow-random.ts';
import { casesOf } from '../sweeps.ts';

/** Lines `philox4x32 10` of the file kat_vectors of Random123: counter, key, result. */
const KNOWN_ANSWERS = [
  {
    counter: [0, 0, 0, 0],
    key: [0, 0],
    result: [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  },
  {
    counter: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    key: [0xffffffff, 0xffffffff],
    result: [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  },
  {
    counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    key: [0xa4093822, 0x299f31d0],
    result: [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  },
] as const;

describe('philox4x32(c0, c1, c2, c3, k0, k1, out)', () => {
  test.each(KNOWN_ANSWERS)(
    'gives the published answer for counter $counter and key $key: a wrong constant or round shows',
    ({ counter: [c0, c1, c2, c3], key: [k0, k1], result }) => {
      const out = new Uint32Array(4);
      philox4x32(c0, c1, c2, c3, k0, k1, out);
      expect([...out]).toEqual(result);
      expect(slowPhilox([c0, c1, c2, c3], [k0, k1])).toEqual(result);
    },
  );

  test('agrees with arithmetic in big integers: a lost carry of the 64-bit products shows', () => {
    fc.assert(
      fc.property(
        fc.tuple(anyWord, anyWord, anyWord, anyWord),
        fc.tuple(anyWord, anyWord),
        ([c0, c1, c2, c3], [k0, k1]) => {
          const out = new Uint32Array(4);
          philox4x32(c0, c1, c2, c3, k0, k1, out);
          expect([...out]).toEqual(slowPhilox([c0, c1, c2, c3], [k0, k1]));
        },
      ),
      { numRuns: casesOf(2000) },
    );
  });

  test('takes words as signed integers as well, as bit operations leave them', () => {
    const unsigned = new Uint32Array(4);
    const signed = new Uint32Array(4);
    philox4x32(0xffffffff, 0x80000000, 0xdeadbeef, 7, 0xfffffffe, 0x90000000, unsigned);
    philox4x32(-1, 0x80000000 | 0, 0xdeadbeef | 0, 7, -2, 0x90000000 | 0, signed);
    expect(signed).toEqual(unsigned);
  });

  test('writes to at, at + stride, ... and nowhere else', () => {
    const plain = new Uint32Array(4);
    philox4x32(1, 2, 3, 4, 5, 6, plain);
    const out = new Uint32Array(16).fill(99);
    philox4x32(1, 2, 3, 4, 5, 6, out, 2, 4);
    const expected = new Uint32Array(16).fill(99);
    for (let word = 0; word < 4; word++) expected[2 + 4 * word] = plain[word]!;
    expect(out).toEqual(expected);
  });

  test('writes to adjacent places from at on where no stride is given', () => {
    const plain = new Uint32Array(4);
    philox4x32(1, 2, 3, 4, 5, 6, plain);
    const out = new Uint32Array(7);
    philox4x32(1, 2, 3, 4, 5, 6, out, 3);
    expect([...out]).toEqual([0, 0, 0, ...plain]);
  });
});
