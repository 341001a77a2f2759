import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainProducts } from '../../src/capacity/line-products.ts';
import {
  LINE_GROUP,
  LINE_LENGTH,
  TILE_LINES,
  vectorProducts,
  type LineProducts,
} from '../../src/kernel/line-products.ts';

function theKernel(): LineProducts {
  const made = vectorProducts();
  if (made === null) throw new Error('this engine has no WebAssembly SIMD');
  return made;
}

/** The products of all lines with those of each tile, the meaningless columns left out. */
function allProducts(products: LineProducts, entries: Float64Array): number[] {
  const count = entries.length / LINE_LENGTH;
  products.reserve(count).set(entries);
  const found: number[] = [];
  for (let first = 0; first < count; first += TILE_LINES) {
    const results = products.of(first);
    for (let row = first; row < count; row++) {
      for (let column = first; column <= row && column < first + TILE_LINES; column++) {
        found.push(results[(row - first) * TILE_LINES + (column - first)]!);
      }
    }
  }
  return found;
}

function entriesOf(count: number, seed: number): Float64Array {
  let state = seed >>> 0;
  return Float64Array.from({ length: count * LINE_LENGTH }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state - 2 ** 31) / (1 + (state & 0xffff));
  });
}

describe('vectorProducts', () => {
  const kernel = theKernel();

  test('gives the products of the plain form to the last bit, of few lines and of many tiles', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.nat(), (groups, seed) => {
        const entries = entriesOf(groups * LINE_GROUP, seed);
        expect(allProducts(kernel, entries)).toEqual(allProducts(plainProducts(), entries));
      }),
      { numRuns: 60 },
    );
  });

  test('gives them after its memory has grown, and again of fewer lines: catches a view of the old one', () => {
    for (const count of [3, 300, 3, 1500, 27]) {
      const entries = entriesOf(count, count);
      expect(allProducts(kernel, entries)).toEqual(allProducts(plainProducts(), entries));
    }
  });

  test('keeps what is no number and what overflows', () => {
    const entries = entriesOf(3, 1);
    entries[5] = NaN;
    entries[LINE_LENGTH] = 1e200;
    expect(allProducts(kernel, entries)).toEqual(allProducts(plainProducts(), entries));
    expect(allProducts(kernel, entries)).toContain(Infinity);
  });
});
