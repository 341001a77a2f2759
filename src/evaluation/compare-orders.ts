import { roundForTies } from '../scoring/round-for-ties.ts';
import { averageRanks } from './average-ranks.ts';
import { isotonicFit } from './isotonic-fit.ts';
import { signOf, type TruthDirection } from './truth-direction.ts';

/** An item with its place in two orders. */
export interface ComparedItem {
  readonly id: string;
  readonly score: number;
  readonly truth: number;
  /** Its place by score, 1 for the highest; equal scores share the mean of their places. */
  readonly scorePlace: number;
  /** Its place by truth, 1 for the best; equal truths share the mean of their places. */
  readonly truthPlace: number;
  /** `scorePlace - truthPlace`: below 0 the score takes the item for better than it is. */
  readonly difference: number;
  /** The truth that the monotone curve nearest to all items has at its score. */
  readonly fitted: number;
}

/**
 * Holds the order of scores against that of the truth, item by item, in the order in which they
 * were given. Scores are compared after rounding to 12 significant digits. The fitted truth is that
 * of {@link isotonicFit}: rising with the score, or falling where lower is better.
 *
 * @param items every score and truth a finite number
 * @throws RangeError where a score or a truth is not finite
 */
export function compareOrders(
  items: readonly { readonly id: string; readonly score: number; readonly truth: number }[],
  direction: TruthDirection,
): ComparedItem[] {
  const sign = signOf(direction);
  const rounded = items.map(({ score }) => roundForTies(score));
  const quality = items.map(({ truth }) => sign * truth);
  const fitted = isotonicFit(rounded, quality);
  const scoreRanks = averageRanks(rounded);
  const truthRanks = averageRanks(quality);
  const last = items.length + 1;
  return items.map(({ id, score, truth }, index) => {
    const scorePlace = last - scoreRanks[index]!;
    const truthPlace = last - truthRanks[index]!;
    return {
      id,
      score,
      truth,
      scorePlace,
      truthPlace,
      difference: scorePlace - truthPlace,
      fitted: sign * fitted[index]!,
    };
  });
}
