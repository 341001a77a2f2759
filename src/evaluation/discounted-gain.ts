import { log2 } from '../elementary-functions.ts';
import { denseRanks } from './dense-ranks.ts';
import { topOf, type TopSize } from './top-size.ts';
import { failure, success, type Result } from '../result.ts';

/** How good the items are that a score puts on top, the first ones counting most. */
export interface DiscountedGain {
  /** From 0 to 1; 1 where the items on top are the best, in their order. */
  readonly value: number;
  /** The number of items on top. */
  readonly k: number;
}

/**
 * Normalized discounted cumulative gain of the k highest scores (nDCG at k):
 *
 *     sum over places p = 1..k of gain(p) / log2(p + 1),
 *
 * divided by the same sum over the k best items in their order. The gain of an item is
 * (quality - worst) / (best - worst), from 0 to 1: it is the same in any unit, for negative
 * qualities, and for minus a quality of which less is better. Items of equal scores share the mean
 * of their gains, which is the expectation over ties broken by chance. O(n log n).
 *
 * One failed item of very low quality raises the gains of all others, and so every nDCG.
 *
 * @param scores n finite numbers, higher for what is expected to be better
 * @param quality n finite numbers, higher for what is better, in the same order
 * @param top k, or a percentage of n that is rounded up
 * @returns a failure if the lists differ in length or hold a value that is not finite, if all
 *   qualities are equal or too far apart for their difference, or if the top is out of range
 *
 * Source: Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM TOIS 20,
 * 2002, with the discount of Burges et al., ICML 2005; ties as in McSherry and Najork, ECIR 2008.
 * It is `ndcg_score` of scikit-learn for quality - worst. Zhang et al. (AceNAS, arXiv 2108.03001)
 * take 2^(20 g) - 1 for the gain, g being that above from the lowest fifth of the qualities up.
 */
export function discountedGain(
  scores: ArrayLike<number>,
  quality: ArrayLike<number>,
  top: TopSize,
): Result<DiscountedGain> {
  const size = topOf(scores, quality, top);
  if (!size.ok) return size;
  const { value: k } = size;
  const n = scores.length;
  const best = Float64Array.from(quality).sort().reverse();
  const worst = best[n - 1]!;
  const range = best[0]! - worst;
  if (range === 0) return failure('Every item has the same quality: none is better to find.');
  if (range === Infinity) {
    return failure(
      `The qualities ${worst} and ${best[0]!} are too far apart for their difference.`,
    );
  }
  const gain = (value: number): number => (value - worst) / range;
  let ideal = 0;
  for (let place = 1; place <= k; place++) ideal += gain(best[place - 1]!) / log2(place + 1);

  const { ranks, levels } = denseRanks(Float64Array.from(scores));
  const counts = new Int32Array(levels);
  const gains = new Float64Array(levels);
  ranks.forEach((rank, item) => {
    counts[rank] = counts[rank]! + 1;
    gains[rank] = gains[rank]! + gain(quality[item]!);
  });
  let reached = 0;
  let place = 0;
  for (let level = levels - 1; place < k; level--) {
    const end = Math.min(k, place + counts[level]!);
    const mean = gains[level]! / counts[level]!;
    while (place < end) reached += mean / log2(++place + 1);
  }
  // Rounding may lift a perfect order above 1.
  return success({ value: Math.min(1, reached / ideal), k });
}
