import { roundForTies } from './round-for-ties.ts';

/**
 * The ranks that scores have among all of them, as `rankByScore` gives them: 1 and the number of
 * those that are higher after rounding to 12 significant digits. In memory for the wanted alone.
 *
 * @param wanted scores, finite
 * @param all every score of the ranking, those of the wanted among them
 */
export function ranksAmong(wanted: readonly number[], all: Iterable<number>): number[] {
  const rounded = wanted.map(roundForTies);
  const rising = [...new Set(rounded)].sort((a, b) => a - b);
  /** By how many of the rising ones lie below a score: how many scores there are such. */
  const counts = new Array<number>(rising.length + 1).fill(0);
  for (const score of all) {
    const below = countBelow(rising, roundForTies(score));
    counts[below] = (counts[below] ?? 0) + 1;
  }
  const ranks = new Map<number, number>();
  let higher = counts[rising.length] ?? 0;
  for (const [index, score] of [...rising.entries()].reverse()) {
    ranks.set(score, 1 + higher);
    higher += counts[index] ?? 0;
  }
  return rounded.map((score) => ranks.get(score) ?? 1);
}

/** How many of rising numbers are less than another. */
function countBelow(rising: readonly number[], value: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
