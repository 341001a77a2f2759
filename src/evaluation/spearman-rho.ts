import { describePairingProblem } from './describe-pairing-problem.ts';
import { doubledMidRanks } from './doubled-mid-ranks.ts';
import { pairRanks, type PairedRanks } from './pair-ranks.ts';
import { MAX_EXACT_ITEMS, spearmanExactP } from './spearman-exact-p.ts';
import { studentTTail } from './student-t-tail.ts';
import { failure, success, type Result } from '../result.ts';

/** Spearman's rho of two lists, with its significance. */
export interface SpearmanRho {
  /** From -1 (opposite orders) to 1 (the same order, ties included). */
  readonly value: number;
  /** Two-sided: how likely a value at least this far from 0 is if x and y are unrelated. */
  readonly p: number;
  /** Exact for up to 9 items, Student's t beyond. */
  readonly pMethod: 'exact' | 'student-t';
}

/** Sums over a sample of centred mid-ranks, doubled so that they are whole numbers. */
interface RankSums {
  readonly xSquares: number;
  readonly ySquares: number;
  readonly products: number;
}

/** The sums as a function of how often each item occurs; it reuses its memory between calls. */
function createRankSums(ranks: PairedRanks): (multiplicities: Uint32Array) => RankSums {
  const { n, order, xSorted, ySorted } = ranks;
  const xCounts = new Int32Array(ranks.xLevels);
  const yCounts = new Int32Array(ranks.yLevels);
  const xDoubled = new Float64Array(ranks.xLevels);
  const yDoubled = new Float64Array(ranks.yLevels);
  return (multiplicities) => {
    xCounts.fill(0);
    yCounts.fill(0);
    let size = 0;
    for (let i = 0; i < n; i++) {
      const count = multiplicities[order[i]!]!;
      const x = xSorted[i]!;
      const y = ySorted[i]!;
      xCounts[x] = xCounts[x]! + count;
      yCounts[y] = yCounts[y]! + count;
      size += count;
    }
    doubledMidRanks(xCounts, xDoubled);
    doubledMidRanks(yCounts, yDoubled);
    const doubledMean = size + 1;
    let xSquares = 0;
    let ySquares = 0;
    let products = 0;
    for (let i = 0; i < n; i++) {
      const count = multiplicities[order[i]!]!;
      const x = xDoubled[xSorted[i]!]! - doubledMean;
      const y = yDoubled[ySorted[i]!]! - doubledMean;
      xSquares += count * x * x;
      ySquares += count * y * y;
      products += count * x * y;
    }
    return { xSquares, ySquares, products };
  };
}

/** Rho, provided that both sums of squares are above 0. */
function rhoOfSums({ xSquares, ySquares, products }: RankSums): number {
  // One division where the two are equal makes a perfect correlation exactly 1 or -1.
  const scale = xSquares === ySquares ? xSquares : Math.sqrt(xSquares) * Math.sqrt(ySquares);
  return products / scale;
}

/**
 * Spearman's rho as a function of how often each item occurs in a sample, for resampling; null
 * for a sample in which x or y is constant. The function reuses its memory from call to call. Its
 * sums are whole numbers, exact for samples of up to 200,000 items.
 */
export function spearmanRhoOfSample(
  ranks: PairedRanks,
): (multiplicities: Uint32Array) => number | null {
  const sumRanks = createRankSums(ranks);
  return (multiplicities) => {
    const sums = sumRanks(multiplicities);
    return sums.xSquares === 0 || sums.ySquares === 0 ? null : rhoOfSums(sums);
  };
}

/** Spearman's rho of items that are ranked already; see `spearmanRho`. */
export function spearmanRhoOfRanks(ranks: PairedRanks): SpearmanRho {
  const once = new Uint32Array(ranks.n).fill(1);
  const value = rhoOfSums(createRankSums(ranks)(once));
  if (ranks.n <= MAX_EXACT_ITEMS) return { value, p: spearmanExactP(ranks), pMethod: 'exact' };
  const degreesOfFreedom = ranks.n - 2;
  const t = value * Math.sqrt(degreesOfFreedom / ((1 + value) * (1 - value)));
  return { value, p: 2 * studentTTail(Math.abs(t), degreesOfFreedom), pMethod: 'student-t' };
}

/**
 * Spearman's rho, the Pearson correlation of the mid-ranks of x and y, in O(n log n). From 10
 * items on the p-value is that of `scipy.stats.spearmanr`: Student's t with n - 2 degrees of
 * freedom for
 *
 *     t = rho * sqrt((n - 2) / ((1 + rho) * (1 - rho)))
 *
 * For fewer items that approximation is far too small, 0 for any perfect correlation, and the
 * p-value is exact instead: that of a permutation test over all orders.
 *
 * @param x n finite numbers; -0 equals 0
 * @param y n finite numbers, about the same items in the same order
 * @returns a failure if the lists differ in length, hold fewer than 2 items or a value that is
 *   not finite, or if x or y is constant
 *
 * Source: Kendall, "Rank correlation methods", 4th edition 1970, chapters 1, 3 and 4.
 */
export function spearmanRho(x: ArrayLike<number>, y: ArrayLike<number>): Result<SpearmanRho> {
  const ranks = pairRanks(x, y);
  if (!ranks.ok) return failure(describePairingProblem(ranks.reason, x, y));
  return success(spearmanRhoOfRanks(ranks.value));
}
