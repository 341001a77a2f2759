import { log } from '../elementary-functions.ts';
import { roundForTies } from '../scoring/round-for-ties.ts';
import { averageRanks } from './average-ranks.ts';

/** How the ranks that several scores give are combined into one score. */
export const COMBINATIONS = ['mean-rank', 'az-nas'] as const;

/** How the ranks that several scores give are combined into one score. */
export type Combination = (typeof COMBINATIONS)[number];

/** What one rank adds to the combined score, of the number of ranks and of the items. */
const TERMS: Readonly<Record<Combination, (rank: number, lists: number, items: number) => number>> =
  {
    'mean-rank': (rank, lists) => rank / lists,
    'az-nas': (rank, _, items) => log(rank / items),
  };

/** An item under several scores. */
export interface CombinedScore {
  /** Higher is better. */
  readonly score: number;
  /** Its mid-rank in each list: 1 for the lowest score, and the number of items for the highest. */
  readonly ranks: readonly number[];
}

/**
 * One score for each item from its ranks in several lists, among the m items that all lists score.
 * Scores that are equal to 12 significant digits share their mid-rank. With the rank 1 for the lowest
 * score of a list:
 *
 *     mean-rank   the mean of the ranks
 *     az-nas      sum over the lists of ln(rank / m): an item that one list puts last loses the most
 *
 * A combined score has a meaning only among the items that it was taken over.
 *
 * @param lists at least one, each with a score for every item, higher for what is expected to be
 *   better; null where it has none
 * @returns for each item its score; null where a list has none
 *
 * Source: Lee and Ham, "AZ-NAS", 2024, arXiv 2403.19232, equation 8; the authors' code takes mid-ranks
 * of ties (cvlab-yonsei/AZ-NAS, ImageNet_AutoFormer/search_autoformer_az.py).
 */
export function combineScores(
  lists: readonly (readonly (number | null)[])[],
  combination: Combination,
): (CombinedScore | null)[] {
  const [first = []] = lists;
  const places = [...first.keys()].filter((item) =>
    lists.every((scores) => typeof scores[item] === 'number'),
  );
  const ranks = lists.map((scores) =>
    averageRanks(places.map((item) => roundForTies(scores[item] ?? NaN))),
  );
  const term = TERMS[combination];
  const combined = new Array<CombinedScore | null>(first.length).fill(null);
  for (const [index, item] of places.entries()) {
    const own = ranks.map((list) => list[index] ?? NaN);
    const score = own.reduce((sum, rank) => sum + term(rank, lists.length, places.length), 0);
    combined[item] = { score, ranks: own };
  }
  return combined;
}
