import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sha256Words } from '../../src/initialization/sha256-words.ts';

const out = new Int32Array(2);

function words(text: string): number[] {
  sha256Words(text, out);
  return [...out];
}

/** By the engine's own implementation. */
function reference(text: string): number[] {
  const digest = createHash('sha256').update(text, 'utf8').digest();
  return [digest.readInt32BE(0), digest.readInt32BE(4)];
}

describe('sha256Words', () => {
  test('gives the published digest of "abc" (FIPS 180-4 examples): catches a wrong constant', () => {
    expect(words('abc')).toEqual([0xba7816bf | 0, 0x8f01cfea | 0]);
  });

  test('every length up to three blocks: catches wrong padding at an edge of a block', () => {
    for (let length = 0; length <= 200; length++) {
      const text = 'x'.repeat(length);
      expect(words(text), String(length)).toEqual(reference(text));
    }
  });

  test('any text, in whatever order: catches a state that one text leaves to the next', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(words(text)).toEqual(reference(text));
      }),
    );
  });
});
