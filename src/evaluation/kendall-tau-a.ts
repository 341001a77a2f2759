import { countPairs, createCountPairsWork, type PairCounts } from './count-pairs.ts';
import { describePairingProblem } from './describe-pairing-problem.ts';
import { kendallP, type KendallP } from './kendall-p.ts';
import { netConcordance } from './net-concordance.ts';
import { pairRanks, type PairedRanks } from './pair-ranks.ts';
import { failure, success, type Result } from '../result.ts';

/** Kendall's tau-a of two lists, with its significance. */
export interface KendallTauA extends KendallP {
  /** From -1 to 1; ties keep it from reaching either. */
  readonly value: number;
}

/**
 * Kendall's tau-a of a sample; null if x or y is constant in it. Copies of one item are tied with
 * each other in x and in y whatever the data are, so that a resample, which holds about n / 2 such
 * pairs, would pull tau-a towards 0: these pairs are left out of the denominator, as tau-b leaves
 * them out of its own.
 */
export function tauAOfCounts(counts: PairCounts): number | null {
  const { total, xTied, yTied, copies } = counts;
  if (xTied === total || yTied === total) return null;
  return netConcordance(counts) / (total - copies);
}

/** Kendall's tau-a of items that are ranked already; see `kendallTauA`. */
export function kendallTauAOfRanks(ranks: PairedRanks): KendallTauA {
  const once = new Uint32Array(ranks.n).fill(1);
  const counts = countPairs(ranks, once, createCountPairsWork(ranks));
  return { value: netConcordance(counts) / counts.total, ...kendallP(ranks, counts) };
}

/**
 * Kendall's tau-a, the rank correlation that counts a tie as no agreement:
 *
 *     (concordant - discordant) / (n * (n - 1) / 2)
 *
 * in O(n log n), with the p-value of `kendallTauB`. It is the share of pairs that x orders rightly
 * less that of those it orders wrongly, so that scores with many ties can't look better than what
 * they decide.
 *
 * @param x n finite numbers; -0 equals 0
 * @param y n finite numbers, about the same items in the same order
 * @returns a failure if the lists differ in length, hold fewer than 2 items or a value that is
 *   not finite, or if x or y is constant
 *
 * Source: Kendall, "Rank correlation methods", 4th edition 1970, chapters 1 and 3.
 */
export function kendallTauA(x: ArrayLike<number>, y: ArrayLike<number>): Result<KendallTauA> {
  const ranks = pairRanks(x, y);
  if (!ranks.ok) return failure(describePairingProblem(ranks.reason, x, y));
  return success(kendallTauAOfRanks(ranks.value));
}
