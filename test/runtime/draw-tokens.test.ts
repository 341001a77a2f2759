import { describe, expect, test } from 'vitest';
import { drawTokens } from '../../src/runtime/draw-tokens.ts';

describe('drawTokens', () => {
  test('begins with the same where batch and sequences are longer: catches tokens by their order', () => {
    const long = drawTokens(3, 4, 40, 30_522);
    const short = drawTokens(3, 2, 21, 30_522);
    for (const sequence of [0, 1]) {
      expect([...short.subarray(sequence * 21, sequence * 21 + 21)]).toEqual([
        ...long.subarray(sequence * 40, sequence * 40 + 21),
      ]);
    }
  });

  test('differs from sequence to sequence and from seed to seed: catches a batch of one sequence', () => {
    const [one, other] = [drawTokens(0, 2, 16, 1000), drawTokens(1, 2, 16, 1000)];
    expect([...one.subarray(0, 16)]).not.toEqual([...one.subarray(16)]);
    expect([...one]).not.toEqual([...other]);
  });

  test('stays inside the vocabulary and reaches all of it evenly: catches a scale by one off', () => {
    for (const vocabSize of [1, 2, 3, 7, 100]) {
      const counts = new Float64Array(vocabSize);
      const drawn = drawTokens(5, 8, 4096, vocabSize);
      for (const token of drawn) counts[token]! += 1;
      const expected = drawn.length / vocabSize;
      const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(drawn.length);
      // Five standard deviations above its mean.
      expect(chiSquare).toBeLessThan(vocabSize - 1 + 5 * Math.sqrt(2 * vocabSize));
    }
  });

  test('draws again what falls into the last round of a large vocabulary: catches a bias', () => {
    const vocabSize = 3 * 2 ** 30;
    const drawn = drawTokens(0, 1, 4096, vocabSize);
    const low = drawn.reduce((count, token) => count + (token < 2 ** 30 ? 1 : 0), 0);
    expect(low / drawn.length).toBeGreaterThan(0.3);
    expect(low / drawn.length).toBeLessThan(0.37);
  });

  test('gives what it always gave: catches a generator that changed', () => {
    expect([...drawTokens(0, 1, 8, 30_522)]).toMatchInlineSnapshot(`
      [
        11739,
        20638,
        12948,
        26933,
        12492,
        23955,
        1329,
        4884,
      ]
    `);
  });

  test('refuses what is no vocabulary', () => {
    for (const vocabSize of [0, 1.5, NaN, 2 ** 33]) {
      expect(() => drawTokens(0, 1, 1, vocabSize)).toThrow('a vocabulary has from 1');
    }
    expect(() => drawTokens(0, 1, 2 ** 25, 7)).toThrow('at most 16777216 positions');
  });
});
