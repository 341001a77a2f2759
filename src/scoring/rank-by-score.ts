import { roundForTies } from './round-for-ties.ts';

/** An item with its place in a ranking. */
export type Ranked<Item> = Item & { readonly rank: number };

/**
 * Ranks items by score, the highest first. Scores that are equal to 12 significant digits share
 * the best rank of theirs ("1, 2, 2, 4") and are in the order of their ids, so that the ranking
 * does not depend on the order in which the items came.
 *
 * @throws RangeError where a score is not a finite number: it has no place in a ranking
 */
export function rankByScore<Item extends { readonly id: string; readonly score: number }>(
  items: readonly Item[],
): Ranked<Item>[] {
  const sorted = items
    .map((item) => {
      const { id, score } = item;
      if (!Number.isFinite(score)) throw new RangeError(`the score of "${id}" is ${score}`);
      return { item, rounded: roundForTies(score) };
    })
    .sort((a, b) => b.rounded - a.rounded || compareIds(a.item.id, b.item.id));
  let rank = 0;
  let previous: number | undefined;
  return sorted.map(({ item, rounded }, index) => {
    if (rounded !== previous) rank = index + 1;
    previous = rounded;
    return { ...item, rank };
  });
}

const DIGITS = /(\d+)/;

/**
 * Orders ids as people count: digits by their value, everything else by code unit, so `a2` comes
 * before `a10`, in every locale. Ids that differ are never equal: of `a1` and
 * `a01`, the same in value, `a01` comes first by code unit.
 */
export function compareIds(a: string, b: string): number {
  const partsA = a.split(DIGITS);
  const partsB = b.split(DIGITS);
  for (let i = 0; i < Math.min(partsA.length, partsB.length); i++) {
    const partA = partsA[i] ?? '';
    const partB = partsB[i] ?? '';
    // Parts at odd places are the digits, by the way split keeps its separators.
    const numeric = i % 2 === 1 ? compareDigits(partA, partB) : 0;
    if (numeric !== 0) return numeric;
    if (partA !== partB) return partA < partB ? -1 : 1;
  }
  return partsA.length - partsB.length;
}

/** By value, however long: as numbers, digits beyond 2^53 would be equal and beyond 309 no number. */
function compareDigits(a: string, b: string): number {
  const valueA = a.replace(/^0+/, '');
  const valueB = b.replace(/^0+/, '');
  if (valueA.length !== valueB.length) return valueA.length - valueB.length;
  if (valueA === valueB) return 0;
  return valueA < valueB ? -1 : 1;
}
