import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kendallTauB } from '../../src/evaluation/kendall-tau-b.ts';
import { withinGroupsTau, type GroupKey } from '../../src/evaluation/within-groups-tau.ts';
import { tiedPairs } from './tied-pairs.ts';
import { valueOf } from './value-of.ts';

function slowWithin(x: readonly number[], y: readonly number[], keys: readonly GroupKey[]) {
  let difference = 0;
  let xUntied = 0;
  let yUntied = 0;
  let pairs = 0;
  const groups = new Set<GroupKey>();
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < i; j++) {
      if (keys[i] === null || keys[i] !== keys[j]) continue;
      groups.add(keys[i]!);
      pairs++;
      const xSign = Math.sign(x[i]! - x[j]!);
      const ySign = Math.sign(y[i]! - y[j]!);
      difference += xSign * ySign;
      xUntied += Math.abs(xSign);
      yUntied += Math.abs(ySign);
    }
  }
  if (xUntied === 0 || yUntied === 0) return null;
  return { value: difference / Math.sqrt(xUntied * yUntied), groups: groups.size, pairs };
}

describe('withinGroupsTau', () => {
  it('looks inside groups alone: catches pairs of two groups', () => {
    const keys = ['small', 'small', 'large', 'large'];
    expect(valueOf(withinGroupsTau([2, 1, 4, 3], [1, 2, 3, 4], keys))).toEqual({
      value: -1,
      groups: 2,
      pairs: 2,
    });
  });

  it('passes over single items and those without a group: catches a group called null', () => {
    const keys = [3, 3, 4, null, null];
    expect(valueOf(withinGroupsTau([1, 2, 9, 5, 4], [1, 2, 3, 4, 5], keys))).toEqual({
      value: 1,
      groups: 1,
      pairs: 1,
    });
  });

  it('tells the number 1 from the text "1": catches keys turned into text', () => {
    expect(withinGroupsTau([1, 2], [1, 2], [1, '1']).ok).toBe(false);
  });

  it('is tau-b for one group: catches a denominator of its own', () => {
    fc.assert(
      fc.property(tiedPairs, ({ x, y }) => {
        const tau = kendallTauB(x, y);
        fc.pre(tau.ok);
        const within = valueOf(withinGroupsTau(x, y, Array(x.length).fill('all')));
        expect(within.value).toBe(valueOf(tau).value);
      }),
    );
  });

  it('agrees with the definition over all pairs: catches any slip of the fast path', () => {
    const key = fc.constantFrom<GroupKey>('a', 'b', 'c', 7, null);
    fc.assert(
      fc.property(
        tiedPairs,
        fc.array(key, { minLength: 40, maxLength: 40 }),
        ({ x, y }, everyKey) => {
          const keys = everyKey.slice(0, x.length);
          const expected = slowWithin(x, y, keys);
          const result = withinGroupsTau(x, y, keys);
          expect(result.ok).toBe(expected !== null);
          if (expected === null) return;
          const { value, ...counts } = valueOf(result);
          expect(value).toBeCloseTo(expected.value, 13);
          expect({ value: expected.value, ...counts }).toEqual(expected);
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    { x: [], y: [], keys: [], reason: 'No two items are in the same group.' },
    { x: [1, 2], y: [1, 2], keys: ['a', 'b'], reason: 'No two items are in the same group.' },
    { x: [1, 1], y: [1, 2], keys: ['a', 'a'], reason: 'No group holds two items that differ' },
    {
      x: [1, 1, 2, 2],
      y: [1, 2, 3, 4],
      keys: ['a', 'a', 'b', 'b'],
      reason: 'No group holds two items that differ in score.',
    },
    {
      x: [1, 2, 3, 4],
      y: [1, 1, 2, 2],
      keys: ['a', 'a', 'b', 'b'],
      reason: 'No group holds two items that differ in ground truth.',
    },
    { x: [1, 2], y: [1, 2], keys: ['a'], reason: 'There are 2 items but 1 groups' },
    { x: [1, NaN], y: [1, 2], keys: ['a', 'a'], reason: 'The value of x at index 1 is NaN' },
  ])('says why $x, $y in $keys have none: catches NaN as a result', ({ x, y, keys, reason }) => {
    const result = withinGroupsTau(x, y, keys);
    expect(result.ok ? '' : result.reason).toContain(reason);
  });
});
