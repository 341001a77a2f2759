import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ignoring } from '../../src/formats/ignored-keys.ts';
import { knownKeys, unknownKeys } from '../../src/formats/unknown-keys.ts';
import { formatPath } from '../../src/problem.ts';

const known = knownKeys(
  ignoring(
    z.object({
      hidden_size: z.number(),
      id: z.string(),
      layers: z.array(
        z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('a'), heads: z.number() }),
          z.object({ kind: z.literal('b'), size: z.number() }),
        ]),
      ),
    }),
    ['learning_rate'],
  ),
);

function warnings(value: unknown, path: PropertyKey[] = []): string[] {
  if (known === undefined) throw new Error('the schema is of an object');
  return unknownKeys(value, known, path).map((own) => `${formatPath(own.path)}${own.hint}`);
}

describe('unknownKeys', () => {
  test('known keys, and values without keys, are passed in silence', () => {
    for (const value of [
      { hidden_size: 1, id: 2, learning_rate: 1 },
      {},
      null,
      undefined,
      5,
      'hiden_size',
      [1],
    ]) {
      expect(warnings(value)).toEqual([]);
    }
  });

  test('an unknown key is named with its path and the nearest known one', () => {
    expect(warnings({ hiddenSize: 1, depth: 2 }, ['a', 0])).toEqual([
      'a[0].hiddenSize; did you mean hidden_size?',
      'a[0].depth',
    ]);
  });

  test('keys inside a list of objects are those of any of its forms: catches a typo two levels down', () => {
    const layers = [{ kind: 'a', heads: 1, size: 2 }, { kind: 'b', sise: 1 }, 5];
    expect(warnings({ layers })).toEqual(['layers[1].sise; did you mean size?']);
    expect(warnings({ layers: { sise: 1 } })).toEqual([]);
  });

  test('a key that every object inherits is unknown all the same', () => {
    expect(warnings({ constructor: 1, toString: 2 })).toHaveLength(2);
  });

  test('a key with a line break or of a million characters stays in its line', () => {
    expect(warnings({ 'a\n': 1, ['x'.repeat(1e6)]: 2 })).toEqual([
      '["a\\n"]',
      `["${'x'.repeat(55)}..."]`,
    ]);
  });
});
