import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstGroup, randomWords } from '../../src/initialization/random-words.ts';
import { anyStream } from './arbitraries.ts';
import { slowWord } from './slow-random.ts';

describe('randomWords(stream, group, attempt, out)', () => {
  test('lays four Philox blocks side by side: another order or counter word shows', () => {
    const group = fc.oneof(
      fc.nat({ max: 1000 }),
      // Where the block counter passes from its lower to its upper word, and the last group.
      fc.constantFrom(2 ** 30 - 1, 2 ** 30, 2 ** 31, 2 ** 49 - 1),
    );
    fc.assert(
      fc.property(anyStream, group, fc.integer({ min: 0, max: 255 }), (stream, g, attempt) => {
        const words = new Uint32Array(16);
        randomWords(stream, g, attempt, words);
        const expected = Array.from({ length: 16 }, (_, i) =>
          slowWord(stream, 16 * g + i, attempt),
        );
        expect([...words]).toEqual(expected);
      }),
    );
  });
});

describe('firstGroup(start, length)', () => {
  test('counts groups of 16', () => {
    expect(firstGroup(0, 0)).toBe(0);
    expect(firstGroup(0, 16)).toBe(0);
    expect(firstGroup(32, 4096)).toBe(2);
    expect(firstGroup(2 ** 53 - 16, 16)).toBe(2 ** 49 - 1);
  });

  test.each([
    [1, 16],
    [8, 16],
    [0.5, 16],
    [-16, 16],
    [NaN, 16],
    [Infinity, 16],
    [0, 15],
    [16, 17],
  ])(
    'refuses start %d and length %d, which would give the numbers of another place',
    (start, length) => {
      expect(() => firstGroup(start, length)).toThrow(RangeError);
      expect(() => firstGroup(start, length)).toThrow(`got ${start} and ${length}`);
    },
  );

  test('refuses values beyond 2^53, whose indices are no longer told apart', () => {
    expect(() => firstGroup(2 ** 53 - 16, 32)).toThrow(RangeError);
    expect(() => firstGroup(2 ** 53, 16)).toThrow('a stream holds 2^53 values');
  });
});
