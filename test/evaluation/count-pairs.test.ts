import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countPairs, createCountPairsWork } from '../../src/evaluation/count-pairs.ts';
import { pairRanks } from '../../src/evaluation/pair-ranks.ts';
import { tiedPairs } from './tied-pairs.ts';
import { valueOf } from './value-of.ts';

function slowCounts(x: readonly number[], y: readonly number[], ids: readonly number[]) {
  const counts = { total: 0, xTied: 0, yTied: 0, bothTied: 0, discordant: 0, copies: 0 };
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < i; j++) {
      const xOrder = Math.sign(x[i]! - x[j]!);
      const yOrder = Math.sign(y[i]! - y[j]!);
      counts.total++;
      if (ids[i] === ids[j]) counts.copies++;
      if (xOrder === 0) counts.xTied++;
      if (yOrder === 0) counts.yTied++;
      if (xOrder === 0 && yOrder === 0) counts.bothTied++;
      if (xOrder * yOrder < 0) counts.discordant++;
    }
  }
  return counts;
}

describe('countPairs', () => {
  it('counts copies as items of their own: catches a multiplicity used in one count only', () => {
    fc.assert(
      fc.property(
        tiedPairs,
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 40, maxLength: 40 }),
        ({ x, y }, times) => {
          const pairing = pairRanks(x, y);
          fc.pre(pairing.ok);
          const ranks = valueOf(pairing);
          const repeat = (values: readonly number[]) =>
            values.flatMap((value, i) => Array<number>(times[i]!).fill(value));
          const multiplicities = Uint32Array.from(times.slice(0, x.length));
          expect(countPairs(ranks, multiplicities, createCountPairsWork(ranks))).toEqual(
            slowCounts(repeat(x), repeat(y), repeat(x.map((_, i) => i))),
          );
        },
      ),
    );
  });

  it('counts the same with work arrays that were used: catches counts that leak into the next', () => {
    const ranks = valueOf(pairRanks([1, 2, 2, 4], [3, 1, 4, 1]));
    const work = createCountPairsWork(ranks);
    const once = Uint32Array.of(1, 1, 1, 1);
    const first = countPairs(ranks, once, work);
    countPairs(ranks, Uint32Array.of(0, 4, 0, 0), work);
    expect(countPairs(ranks, once, work)).toEqual(first);
  });
});
