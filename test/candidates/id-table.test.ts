import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IdTable } from '../../src/candidates/id-table.ts';

describe('IdTable', () => {
  test('numbers ids as a Map would: catches a lost or a doubled id', () => {
    const ids = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      fc.string({ unit: 'binary', maxLength: 3 }),
      fc.constantFrom('', 'a', 'b', '\u0000', 'x'.repeat(200), '😀'.repeat(100)),
    );
    fc.assert(
      fc.property(fc.array(ids, { maxLength: 100 }), (all) => {
        const table = new IdTable();
        const map = new Map<string, number>();
        for (const id of all) {
          const first = map.get(id);
          expect(table.add(id)).toBe(first);
          if (first === undefined) map.set(id, map.size);
        }
        expect(table.size).toBe(map.size);
        for (const [id, index] of map) expect(table.at(index)).toBe(id);
      }),
      { numRuns: 500 },
    );
  });

  test('tells 300,000 ids apart, whose 32-bit hashes meet some ten times: catches a hash taken for an id', () => {
    const table = new IdTable();
    for (let n = 0; n < 300_000; n++) expect(table.add(`candidate-${n}`)).toBe(undefined);
    for (let n = 0; n < 300_000; n += 7) expect(table.add(`candidate-${n}`)).toBe(n);
    expect(table.size).toBe(300_000);
    expect(table.at(299_999)).toBe('candidate-299999');
  });

  test.each([-1, 1, 0.5, NaN])('has no id of number %d', (index) => {
    const table = new IdTable();
    table.add('a');
    expect(() => table.at(index)).toThrow(RangeError);
  });

  test('refuses an id that no piece holds, rather than cutting it short', () => {
    expect(() => new IdTable().add('x'.repeat(2 ** 20))).toThrow(RangeError);
  });
});
