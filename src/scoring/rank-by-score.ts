import { roundForTies } from './round-for-ties.ts';

/** An item with its place in a ranking. */
export type Ranked<Item> = Item & { readonly rank: number };

/**
 * Ranks items by score, the highest first. Scores that are equal to 12 significant digits share
 * the best rank of theirs ("1, 2, 2, 4") and stand in the order of their ids, so that the ranking
 * does not depend on the order in which the items came.
 */
export function rankByScore<Item extends { readonly id: string; readonly score: number }>(
  items: readonly Item[],
): Ranked<Item>[] {
  const sorted = items
    .map((item) => ({ item, rounded: roundForTies(item.score) }))
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
 * before `a10`, in every locale.
 */
export function compareIds(a: string, b: string): number {
  const partsA = a.split(DIGITS);
  const partsB = b.split(DIGITS);
  for (let i = 0; i < Math.min(partsA.length, partsB.length); i++) {
    const partA = partsA[i] ?? '';
    const partB = partsB[i] ?? '';
    // Parts at odd places are the digits, by the way split keeps its separators.
    const numeric = i % 2 === 1 ? Number(partA) - Number(partB) : 0;
    if (numeric !== 0) return numeric;
    if (partA !== partB) return partA < partB ? -1 : 1;
  }
  return partsA.length - partsB.length;
}
