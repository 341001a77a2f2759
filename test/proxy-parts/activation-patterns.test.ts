import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countPatterns } from '../../src/proxy-parts/activation-patterns.ts';

describe('countPatterns', () => {
  test('counts as a set of columns does: catches equal words that are not neighbours', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.tuple(fc.nat(2), fc.nat(2), fc.nat(1)), { maxLength: 40 }),
        (rows, columns) => {
          const words = Array.from({ length: rows }, (_, row) =>
            Float64Array.from(columns, (column) => (column[row] ?? 0) * (2 ** 23 - 1)),
          );
          const known = new Set(columns.map((column) => column.slice(0, rows).join()));
          expect(countPatterns(words)).toBe(known.size);
        },
      ),
    );
  });
});
