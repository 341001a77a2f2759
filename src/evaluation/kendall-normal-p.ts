import { normalTail } from './normal-tail.ts';
import type { PairedRanks } from './pair-ranks.ts';

/** Sums over groups of t equal values. */
interface TieSums {
  /** Of t * (t - 1) / 2, the tied pairs. */
  readonly pairs: number;
  /** Of t * (t - 1) * (t - 2). */
  readonly triples: number;
  /** Of t * (t - 1) * (2 * t + 5), what ties take away from the variance. */
  readonly variance: number;
}

function sumTies(ranks: Int32Array, levels: number): TieSums {
  const counts = new Int32Array(levels);
  for (const rank of ranks) counts[rank] = counts[rank]! + 1;
  let pairs = 0;
  let triples = 0;
  let variance = 0;
  for (const t of counts) {
    pairs += (t * (t - 1)) / 2;
    triples += t * (t - 1) * (t - 2);
    variance += t * (t - 1) * (2 * t + 5);
  }
  return { pairs, triples, variance };
}

/**
 * The two-sided p-value of Kendall's tau by the normal approximation, its variance corrected for
 * ties, without a correction for continuity.
 *
 * @param ranks at least 3 items
 * @param difference concordant minus discordant pairs
 *
 * Source: Kendall, "Rank correlation methods", 4th edition 1970, chapter 4.
 */
export function kendallNormalP(ranks: PairedRanks, difference: number): number {
  const { n } = ranks;
  const x = sumTies(ranks.xSorted, ranks.xLevels);
  const y = sumTies(ranks.ySorted, ranks.yLevels);
  const ordered = n * (n - 1);
  const variance =
    (ordered * (2 * n + 5) - x.variance - y.variance) / 18 +
    (2 * x.pairs * y.pairs) / ordered +
    (x.triples * y.triples) / (9 * ordered * (n - 2));
  return Math.min(1, 2 * normalTail(Math.abs(difference) / Math.sqrt(variance)));
}
