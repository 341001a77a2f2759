import { describe, expect, test } from 'vitest';
import { unknownKeys } from '../../src/formats/unknown-keys.ts';
import { formatProblem } from '../../src/problem.ts';

function warnings(value: unknown, path: PropertyKey[] = []): string[] {
  return unknownKeys(value, ['hidden_size', 'id'], path, 'f').map(formatProblem);
}

describe('unknownKeys', () => {
  test('known keys, and values without keys, are passed in silence', () => {
    for (const value of [{ hidden_size: 1, id: 2 }, {}, null, undefined, 5, 'hiden_size', [1]]) {
      expect(warnings(value)).toEqual([]);
    }
  });

  test('an unknown key is named with its path and the nearest known one', () => {
    expect(warnings({ hiddenSize: 1, depth: 2 }, ['a', 0])).toEqual([
      'f: a[0].hiddenSize: unknown key, ignored; did you mean hidden_size?',
      'f: a[0].depth: unknown key, ignored',
    ]);
  });

  test('a key that every object inherits is unknown all the same', () => {
    expect(warnings({ constructor: 1, toString: 2 })).toHaveLength(2);
  });

  test('a key with a line break or of a million characters stays in its line', () => {
    expect(warnings({ 'a\n': 1, ['x'.repeat(1e6)]: 2 })).toEqual([
      'f: ["a\\n"]: unknown key, ignored',
      `f: ["${'x'.repeat(55)}..."]: unknown key, ignored`,
    ]);
  });
});
