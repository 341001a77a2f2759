import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainAxis } from '../../src/search-space/axis.ts';
import { drawChoices } from '../../src/search-space/draw-choices.ts';
import { DrawTable } from '../../src/search-space/draw-table.ts';

const SEED = 3;

describe('DrawTable', () => {
  test('knows what a Set of texts knows, over many growths: catches a lost or a false duplicate', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
        (counts) => {
          const space = { stream: 'test', axes: counts.map(plainAxis) };
          const table = new DrawTable(space, SEED);
          const set = new Set<string>();
          const choices: number[] = [];
          for (let draw = 0; draw < 3000; draw++) {
            drawChoices(space, SEED, draw, choices);
            const text = choices.join();
            expect(table.has(choices)).toBe(set.has(text));
            expect(table.add(choices, draw)).toBe(!set.has(text));
            set.add(text);
          }
          expect(table.size).toBe(set.size);
        },
      ),
      { numRuns: 20 },
    );
  });

  test('tells candidates of one hash apart by drawing the earlier again: catches a hash taken for the candidate', () => {
    // The birthday bound of 32 bits: among 200,000 draws some five pairs share a hash.
    const space = { stream: 'test', axes: Array.from({ length: 6 }, () => plainAxis(1000)) };
    const table = new DrawTable(space, SEED);
    const choices: number[] = [];
    const seen = new Set<string>();
    let wrong = 0;
    for (let draw = 0; draw < 200_000; draw++) {
      drawChoices(space, SEED, draw, choices);
      const text = choices.join();
      if (table.add(choices, draw) === seen.has(text)) wrong += 1;
      seen.add(text);
    }
    expect(wrong).toBe(0);
  });
});
