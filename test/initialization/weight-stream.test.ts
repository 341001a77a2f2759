import { webcrypto } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_SEED, weightStream } from '../../src/initialization/weight-stream.ts';
import { anySeed } from './arbitraries.ts';

describe('weightStream(seed, path)', () => {
  // First eight bytes of the digests that FIPS 180-2 and NIST's examples publish.
  test.each([
    ['abc', 0xbf1678ba, 0xeacf018f],
    ['', 0x42c4b0e3, 0x141cfc98],
    ['abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq', 0x616a8d24, 0xb83806d2],
  ])('names "%s" by its published SHA-256, little-endian', (path, pathLow, pathHigh) => {
    expect(weightStream(0, path)).toEqual({ seedLow: 0, seedHigh: 0, pathLow, pathHigh });
  });

  test('hashes the UTF-8 form, as the Web Cryptography interface does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (path) => {
        const digest = await webcrypto.subtle.digest('SHA-256', new TextEncoder().encode(path));
        const view = new DataView(digest);
        const { pathLow, pathHigh } = weightStream(0, path);
        expect([pathLow, pathHigh]).toEqual([view.getUint32(0, true), view.getUint32(4, true)]);
      }),
    );
  });

  test('splits any seed into two words: a shift by 32, which is none, would lose the upper one', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const { seedLow, seedHigh } = weightStream(seed, 'w');
        expect((BigInt(seedHigh) << 32n) | BigInt(seedLow)).toBe(BigInt(seed));
      }),
    );
    expect(weightStream(MAX_SEED, 'w')).toMatchObject({ seedLow: 0xffffffff, seedHigh: 0x1fffff });
  });

  test.each([-1, 0.5, NaN, Infinity, -Infinity, MAX_SEED + 1, 2 ** 64])(
    'refuses the seed %d, which would stand for another one',
    (seed) => {
      expect(() => weightStream(seed, 'w')).toThrow(RangeError);
      expect(() => weightStream(seed, 'w')).toThrow(
        `seed must be a whole number from 0 to 9007199254740991, got ${seed}`,
      );
    },
  );

  test('differs where seed or path differ', () => {
    const key = fc.tuple(anySeed, fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(key, key, ([seedA, pathA], [seedB, pathB]) => {
        fc.pre(seedA !== seedB || pathA !== pathB);
        expect(weightStream(seedA, pathA)).not.toEqual(weightStream(seedB, pathB));
      }),
    );
  });
});
