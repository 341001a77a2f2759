import { averageRanks } from '../evaluation/average-ranks.ts';
import { normalQuantile } from './normal-quantile.ts';

/**
 * The normal score of each quality: the quantile of a standard normal variable at
 * `(rank - 3/8) / (k + 1/4)`, with mid-ranks for ties, so that only the order of labels counts.
 *
 * @param qualities k numbers, none of them NaN, higher is better
 *
 * Source: Blom, "Statistical estimates and transformed beta-variables", 1958.
 */
export function normalScores(qualities: Float64Array): Float64Array {
  const k = qualities.length;
  return averageRanks(qualities).map((rank) => normalQuantile((rank - 3 / 8) / (k + 1 / 4)));
}
