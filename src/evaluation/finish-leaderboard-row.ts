import type { Correlation } from './correlation.ts';
import type { Comparison, RowDraft } from './draft-leaderboard-row.ts';
import { intervalOrWarning } from './interval-or-warning.ts';
import { kendallTauAOfRanks } from './kendall-tau-a.ts';
import { kendallTauBOfRanks } from './kendall-tau-b.ts';
import type { LeaderboardEntry, PartialCorrelation } from './leaderboard-row.ts';
import { normalTail } from './normal-tail.ts';
import { pairedDifference, type PairedDifference } from './paired-difference.ts';
import { partialTau } from './partial-tau.ts';
import { spearmanRhoOfRanks } from './spearman-rho.ts';
import type { TrackValues } from './track-sampler.ts';
import { failure, success, type Result } from '../result.ts';

/**
 * A row with its intervals.
 *
 * @param values the resampled correlations, by the index of their track
 */
export function finishRow(draft: RowDraft, values: readonly TrackValues[]): LeaderboardEntry {
  const { name, main, rest, comparison } = draft;
  const { ranks } = main;
  const { n } = ranks;
  const { tauA, tauB, rho } = values[main.index]!;
  const warnings: string[] = [];
  // A resample has all three of them or none, so that one warning serves.
  const subject = {
    name: 'tau-b, tau-a and rho',
    leftOutBecause: 'in which all scores or all ground truths are equal',
  };
  const correlation = (
    { value, p }: { readonly value: number; readonly p: number },
    resampled: Float64Array,
    into: string[] = [],
  ): Correlation => ({ value, ci95: intervalOrWarning(subject, n, resampled, into), p });
  return {
    ok: true,
    proxy: name,
    n,
    kendallTauB: correlation(kendallTauBOfRanks(ranks), tauB, warnings),
    kendallTauA: correlation(kendallTauAOfRanks(ranks), tauA),
    spearman: correlation(spearmanRhoOfRanks(ranks), rho),
    ...rest,
    partial: partialOf(draft, values, warnings),
    versusBaseline: comparison === null ? null : differenceOf(comparison, values),
    warnings,
  };
}

function differenceOf(
  comparison: Result<Comparison>,
  values: readonly TrackValues[],
): Result<PairedDifference> {
  if (!comparison.ok) return comparison;
  const { own, baseline } = comparison.value;
  return pairedDifference(
    own.ranks.n,
    { value: own.tauB, values: values[own.index]!.tauB },
    { value: baseline.tauB, values: values[baseline.index]!.tauB },
  );
}

function partialOf(
  { main, withSizes, sizesWithTruth }: RowDraft,
  values: readonly TrackValues[],
  warnings: string[],
): Result<PartialCorrelation> {
  if (withSizes === null || sizesWithTruth === null) {
    return failure('All items have the same size: there is nothing to hold fixed.');
  }
  const value = partialTau(main.tauB, withSizes.tauB, sizesWithTruth.tauB);
  if (!value.ok) return value;
  const own = values[main.index]!.tauB;
  const ofSizes = values[withSizes.index]!.tauB;
  const ofTruth = values[sizesWithTruth.index]!.tauB;
  const resampled = own.map((xy, resample) => {
    const partial = partialTau(xy, ofSizes[resample]!, ofTruth[resample]!);
    return partial.ok ? partial.value : NaN;
  });
  const name = 'the partial tau';
  const leftOutBecause = 'in which sizes explain everything, or something is constant';
  const ci95 = intervalOrWarning({ name, leftOutBecause }, main.ranks.n, resampled, warnings);
  return success({
    value: value.value,
    ci95,
    p: ci95 === null ? null : waldP(value.value, resampled),
  });
}

/** The two-sided p-value of a value over the standard deviation of its resamples. */
function waldP(value: number, resampled: Float64Array): number | null {
  const values = resampled.filter((each) => !Number.isNaN(each));
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
  const squares = values.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  const error = Math.sqrt(squares / (values.length - 1));
  return error > 0 ? Math.min(1, 2 * normalTail(Math.abs(value) / error)) : null;
}
