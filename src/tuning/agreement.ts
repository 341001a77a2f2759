import { kendallTauBOfSample } from '../evaluation/kendall-tau-b.ts';
import { pairRanks } from '../evaluation/pair-ranks.ts';
import { spearmanRhoOfSample } from '../evaluation/spearman-rho.ts';
import type { TuningCorrelation } from './tuning-options.ts';

/** How well the scores under one balance order some labelled items. */
export interface Agreement {
  /** Items that the correlations rest on. */
  readonly n: number;
  readonly kendallTauB: number;
  readonly spearman: number;
}

const STATISTIC = { kendall: kendallTauBOfSample, spearman: spearmanRhoOfSample } as const;

/**
 * The chosen rank correlation, without its significance: it is asked for at every step of a search.
 *
 * @param scores rounded to the digits that are compared
 * @param quality of the same items, larger is better
 * @returns null where there is none: fewer than 2 items, or scores or qualities that are all equal
 */
export function correlationBetween(
  correlation: TuningCorrelation,
  scores: ArrayLike<number>,
  quality: ArrayLike<number>,
): number | null {
  const ranks = pairRanks(scores, quality);
  if (!ranks.ok) return null;
  return STATISTIC[correlation](ranks.value)(new Uint32Array(ranks.value.n).fill(1));
}

/** Both rank correlations of scores and qualities; null where there is none. */
export function agreementBetween(
  scores: ArrayLike<number>,
  quality: ArrayLike<number>,
): Agreement | null {
  const kendallTauB = correlationBetween('kendall', scores, quality);
  const spearman = correlationBetween('spearman', scores, quality);
  if (kendallTauB === null || spearman === null) return null;
  return { n: scores.length, kendallTauB, spearman };
}
