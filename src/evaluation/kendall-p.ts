import type { PairCounts } from './count-pairs.ts';
import { kendallExactP } from './kendall-exact-p.ts';
import { kendallNormalP } from './kendall-normal-p.ts';
import { netConcordance } from './net-concordance.ts';
import type { PairedRanks } from './pair-ranks.ts';

/** Up to this many items, the exact distribution is used when there are no ties, as in SciPy. */
const EXACT_ITEMS = 33;

/** How significant a Kendall correlation is. */
export interface KendallP {
  /** Two-sided: how likely a value at least this far from 0 is if x and y are unrelated. */
  readonly p: number;
  /** From the exact distribution, or from the normal approximation corrected for ties. */
  readonly pMethod: 'exact' | 'asymptotic';
}

/**
 * The p-value of Kendall's tau, chosen as by `scipy.stats.kendalltau(method="auto")`: exact when
 * there are no ties and n is at most 33 or at most one pair disagrees with the rest, otherwise
 * from the normal approximation corrected for ties. Tau-a and tau-b have the same: both test
 * concordant minus discordant pairs, which they divide by what is fixed once the ties are.
 *
 * @param ranks the items, each once
 * @param counts their pairs
 */
export function kendallP(ranks: PairedRanks, counts: PairCounts): KendallP {
  const { total, xTied, yTied, discordant } = counts;
  if (xTied === 0 && yTied === 0) {
    const c = Math.min(discordant, total - discordant);
    if (ranks.n <= EXACT_ITEMS || c <= 1) {
      return { p: kendallExactP(ranks.n, c), pMethod: 'exact' };
    }
  }
  return { p: kendallNormalP(ranks, netConcordance(counts)), pMethod: 'asymptotic' };
}
