import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ShapeTable } from '../../src/scoring/shape-table.ts';

describe('ShapeTable', () => {
  test('knows nothing at first, whatever the shape: catches a slot that is taken for one of zeros', () => {
    const table = new ShapeTable('plain');
    for (const [rows, cols] of [
      [0, 0],
      [1, 1],
      [NaN, NaN],
    ] as const) {
      expect(table.get(rows, cols)).toBeUndefined();
    }
    table.set(3, 4, 5);
    expect(table.get(0, 0)).toBeUndefined();
    expect(table.get(4, 3)).toBeUndefined();
  });

  test('gives the number that was set last for that very shape, or none: catches a shape that is taken for another in its slot', () => {
    const size = fc.oneof(fc.nat(70_000), fc.nat(2 ** 40));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(size, size, fc.double({ noNaN: true })), { maxLength: 300 }),
        (entries) => {
          const table = new ShapeTable('plain');
          const all = new Map<string, number>();
          for (const [rows, cols, value] of entries) {
            table.set(rows, cols, value);
            all.set(`${rows} ${cols}`, value);
            expect(table.get(rows, cols)).toBe(value);
          }
          for (const [rows, cols] of entries) {
            expect([undefined, all.get(`${rows} ${cols}`)]).toContain(table.get(rows, cols));
          }
        },
      ),
    );
  });

  test('keeps the shapes of a search space side by side: catches a hash that puts them in one slot', () => {
    const table = new ShapeTable('plain');
    const sizes = [128, 256, 384, 512, 768, 1024, 2048, 3072, 4096];
    for (const rows of sizes) for (const cols of sizes) table.set(rows, cols, rows * cols);
    const kept = sizes.flatMap((rows) =>
      sizes.filter((cols) => table.get(rows, cols) !== undefined),
    );
    expect(kept.length).toBeGreaterThan(75);
  });
});
