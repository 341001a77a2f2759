import { countPairs, createCountPairsWork, type PairCounts } from './count-pairs.ts';
import { describePairingProblem } from './describe-pairing-problem.ts';
import { kendallExactP } from './kendall-exact-p.ts';
import { kendallNormalP } from './kendall-normal-p.ts';
import { pairRanks, type PairedRanks } from './pair-ranks.ts';
import { failure, success, type Result } from '../result.ts';

/** Up to this many items, the exact distribution is used when there are no ties, as in SciPy. */
const EXACT_ITEMS = 33;

/** Kendall's tau-b of two lists, with its significance. */
export interface KendallTauB {
  /** From -1 (opposite orders) to 1 (the same order, ties included). */
  readonly value: number;
  /** Two-sided: how likely a value at least this far from 0 is if x and y are unrelated. */
  readonly p: number;
  /** From the exact distribution, or from the normal approximation corrected for ties. */
  readonly pMethod: 'exact' | 'asymptotic';
}

function concordantMinusDiscordant(counts: PairCounts): number {
  const { total, xTied, yTied, bothTied, discordant } = counts;
  return total - xTied - yTied + bothTied - 2 * discordant;
}

/** Tau-b, provided that neither x nor y ties all pairs. */
function tauBOfCounts(counts: PairCounts): number {
  const xUntied = counts.total - counts.xTied;
  const yUntied = counts.total - counts.yTied;
  // One division where the two are equal makes a perfect correlation exactly 1 or -1.
  const scale = xUntied === yUntied ? xUntied : Math.sqrt(xUntied) * Math.sqrt(yUntied);
  return concordantMinusDiscordant(counts) / scale;
}

/**
 * Kendall's tau-b as a function of how often each item occurs in a sample, for resampling; null
 * for a sample in which x or y is constant. The function reuses its memory from call to call.
 */
export function kendallTauBOfSample(
  ranks: PairedRanks,
): (multiplicities: Uint32Array) => number | null {
  const work = createCountPairsWork(ranks);
  return (multiplicities) => {
    const counts = countPairs(ranks, multiplicities, work);
    const constant = counts.xTied === counts.total || counts.yTied === counts.total;
    return constant ? null : tauBOfCounts(counts);
  };
}

/** Kendall's tau-b of items that are ranked already; see `kendallTauB`. */
export function kendallTauBOfRanks(ranks: PairedRanks): KendallTauB {
  const once = new Uint32Array(ranks.n).fill(1);
  const counts = countPairs(ranks, once, createCountPairsWork(ranks));
  const { total, xTied, yTied, discordant } = counts;
  const value = tauBOfCounts(counts);
  if (xTied === 0 && yTied === 0) {
    const c = Math.min(discordant, total - discordant);
    if (ranks.n <= EXACT_ITEMS || c <= 1) {
      return { value, p: kendallExactP(ranks.n, c), pMethod: 'exact' };
    }
  }
  const p = kendallNormalP(ranks, concordantMinusDiscordant(counts));
  return { value, p, pMethod: 'asymptotic' };
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
