import type { PairedRanks } from './pair-ranks.ts';

/** How many items share their x with at least one other. */
export function countTied(ranks: PairedRanks): number {
  const counts = new Int32Array(ranks.xLevels);
  for (const level of ranks.xSorted) counts[level] = counts[level]! + 1;
  return counts.reduce((tied, count) => (count > 1 ? tied + count : tied), 0);
}
