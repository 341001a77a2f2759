import { countPairs, createCountPairsWork, type PairCounts } from './count-pairs.ts';
import { describePairingProblem } from './describe-pairing-problem.ts';
import { kendallP, type KendallP } from './kendall-p.ts';
import { netConcordance } from './net-concordance.ts';
import { pairRanks, type PairedRanks } from './pair-ranks.ts';
import { failure, success, type Result } from '../result.ts';

/** Kendall's tau-b of two lists, with its significance. */
export interface KendallTauB extends KendallP {
  /** From -1 (opposite orders) to 1 (the same order, ties included). */
  readonly value: number;
}

/** Kendall's tau-b of a sample; null if x or y ties all of its pairs. */
export function tauBOfCounts(counts: PairCounts): number | null {
  const xUntied = counts.total - counts.xTied;
  const yUntied = counts.total - counts.yTied;
  return xUntied === 0 || yUntied === 0 ? null : tauB(counts, xUntied, yUntied);
}

function tauB(counts: PairCounts, xUntied: number, yUntied: number): number {
  // One division where the two are equal makes a perfect correlation exactly 1 or -1.
  const scale = xUntied === yUntied ? xUntied : Math.sqrt(xUntied) * Math.sqrt(yUntied);
  return netConcordance(counts) / scale;
}

/**
 * Kendall's tau-b as a function of how often each item occurs in a sample, for resampling; null
 * for a sample in which x or y is constant. The function reuses its memory from call to call.
 */
export function kendallTauBOfSample(
  ranks: PairedRanks,
): (multiplicities: Uint32Array) => number | null {
  const work = createCountPairsWork(ranks);
  return (multiplicities) => tauBOfCounts(countPairs(ranks, multiplicities, work));
}

/** Kendall's tau-b of items that are ranked already; see `kendallTauB`. */
export function kendallTauBOfRanks(ranks: PairedRanks): KendallTauB {
  const once = new Uint32Array(ranks.n).fill(1);
  const counts = countPairs(ranks, once, createCountPairsWork(ranks));
  const { total, xTied, yTied } = counts;
  const value = tauB(counts, total - xTied, total - yTied);
  return { value, ...kendallP(ranks, counts) };
}

/**
 * Kendall's tau-b, the rank correlation that corrects for ties:
 *
 *     (concordant - discordant) / sqrt((pairs - pairs tied in x) * (pairs - pairs tied in y))
 *
 * in O(n log n). The p-value is chosen as by `scipy.stats.kendalltau(method="auto")`: exact when
 * there are no ties and n is at most 33 or at most one pair disagrees with the rest, otherwise
 * from the normal approximation corrected for ties, without a correction for continuity.
 *
 * @param x n finite numbers; -0 equals 0
 * @param y n finite numbers, about the same items in the same order
 * @returns a failure if the lists differ in length, hold fewer than 2 items or a value that is
 *   not finite, or if x or y is constant
 *
 * Source: Kendall, "The treatment of ties in ranking problems", Biometrika 33, 1945; Knight, "A
 * computer method for calculating Kendall's tau with ungrouped data", JASA 61, 1966.
 */
export function kendallTauB(x: ArrayLike<number>, y: ArrayLike<number>): Result<KendallTauB> {
  const ranks = pairRanks(x, y);
  if (!ranks.ok) return failure(describePairingProblem(ranks.reason, x, y));
  return success(kendallTauBOfRanks(ranks.value));
}
