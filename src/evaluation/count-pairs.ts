import type { PairedRanks } from './pair-ranks.ts';

/** The pairs of a sample, by how x and y order them. A pair tied in both is in all three ties. */
export interface PairCounts {
  /** All pairs: n * (n - 1) / 2. */
  readonly total: number;
  /** Pairs that x ties, that y ties, and that both tie. */
  readonly xTied: number;
  readonly yTied: number;
  readonly bothTied: number;
  /** Pairs that x and y put in opposite orders. */
  readonly discordant: number;
  /** Pairs of an item with a copy of itself, which are tied in both. */
  readonly copies: number;
}

/** The arrays that counting works in, so that counting many samples allocates none. */
export interface CountPairsWork {
  /** Items so far per level of y. */
  readonly yCounts: Int32Array;
  /** A Fenwick tree over `yCounts`, from index 1. */
  readonly tree: Int32Array;
}

/** Work arrays for samples of the given items. */
export function createCountPairsWork(ranks: PairedRanks): CountPairsWork {
  return {
    yCounts: new Int32Array(ranks.yLevels),
    tree: new Int32Array(ranks.yLevels + 1),
  };
}

/**
 * Counts the pairs of a sample in which item i occurs `multiplicities[i]` times; an item's copies
 * are tied with each other. O(n log n), by Knight's method: with the items in the order of x (and
 * of y where x is equal), the discordant pairs are the inversions of y. They are counted with a
 * Fenwick tree where Knight sorts by merging, because the tree takes multiplicities as they are
 * and needs no copy of the items.
 *
 * @param multiplicities one count per item, in the order in which the items were given; together
 *   below 2^26, so that every count of pairs is exact
 *
 * Source: Knight, "A computer method for calculating Kendall's tau with ungrouped data", JASA 61,
 * 1966; Fenwick, "A new data structure for cumulative frequency tables", Software: Practice and
 * Experience 24, 1994.
 */
export function countPairs(
  ranks: PairedRanks,
  multiplicities: Uint32Array,
  work: CountPairsWork,
): PairCounts {
  const { n, order, xSorted, ySorted, yLevels } = ranks;
  const { yCounts, tree } = work;
  yCounts.fill(0);
  tree.fill(0);
  let size = 0;
  let xTied = 0;
  let bothTied = 0;
  let discordant = 0;
  let copies = 0;
  let xRun = 0;
  let bothRun = 0;
  let lastX = -1;
  let lastY = -1;
  for (let i = 0; i < n; i++) {
    const count = multiplicities[order[i]!]!;
    if (count === 0) continue;
    const x = xSorted[i]!;
    const y = ySorted[i]!;
    if (x !== lastX) {
      xTied += (xRun * (xRun - 1)) / 2;
      bothTied += (bothRun * (bothRun - 1)) / 2;
      xRun = 0;
      bothRun = 0;
    } else if (y !== lastY) {
      bothTied += (bothRun * (bothRun - 1)) / 2;
      bothRun = 0;
    }
    lastX = x;
    lastY = y;
    xRun += count;
    bothRun += count;
    copies += (count * (count - 1)) / 2;

    let notAbove = 0;
    for (let node = y + 1; node > 0; node &= node - 1) notAbove += tree[node]!;
    discordant += count * (size - notAbove);
    for (let node = y + 1; node <= yLevels; node += node & -node) tree[node] = tree[node]! + count;
    yCounts[y] = yCounts[y]! + count;
    size += count;
  }
  xTied += (xRun * (xRun - 1)) / 2;
  bothTied += (bothRun * (bothRun - 1)) / 2;
  let yTied = 0;
  for (let level = 0; level < yLevels; level++) {
    const count = yCounts[level]!;
    yTied += (count * (count - 1)) / 2;
  }
  return { total: (size * size - size) / 2, xTied, yTied, bothTied, discordant, copies };
}
