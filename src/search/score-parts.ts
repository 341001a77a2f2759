import { failure, success, type Result } from '../result.ts';
import type { ScoreTerms } from '../scoring/score-terms.ts';

/** A score as a function of a sum over layers with which it rises, and of others, for some models. */
export interface ScoreParts {
  /** The sum that the score rises with, of each model. */
  readonly values: readonly number[];
  /** The other sums, which are whole numbers: for each the numbers of all models. */
  readonly sums: readonly (readonly number[])[];
  /** The score by the value and the other sums; the value itself if absent. */
  readonly join?: (value: number, sums: readonly number[]) => number;
}

/**
 * The parts of a score by its terms in models that differ in their layers alone; a failure where a
 * search can't use them: only one of the sums that the layers change may be other than whole, and the
 * score has to rise with it.
 *
 * @param models of equal layers, at least one
 */
export function scoreParts(models: readonly ScoreTerms[], layers: number): Result<ScoreParts> {
  const [first] = models;
  if (first === undefined) throw new RangeError('there is no model');
  const totals = models.map(totalsOf);
  const [constant = []] = totals;
  const [value = -1, ...others] = first.rises;
  const isUsed = (place: number): boolean => first.rises.includes(place);
  const isChanged = (place: number): boolean =>
    totals.some((own) => own[place] !== constant[place]);
  const isWhole = (place: number): boolean =>
    totals.every((own) => {
      const total = own[place] ?? NaN;
      const step = (total - (constant[place] ?? NaN)) / layers;
      return Number.isSafeInteger(total) && Number.isSafeInteger(step);
    });
  const isSame = models.every(({ form }) => form === first.form);
  if (
    !isSame ||
    constant.some((_, place) => isChanged(place) && !isUsed(place)) ||
    !others.every(isWhole)
  ) {
    return failure('the score follows from sums over layers that are no whole numbers');
  }
  return success({
    values: totals.map((own) => own[value] ?? NaN),
    sums: others.map((place) => totals.map((own) => own[place] ?? NaN)),
    join: (own, sums) => {
      const all = constant.with(value, own);
      for (const [index, place] of others.entries()) all[place] = sums[index] ?? NaN;
      return first.join(all);
    },
  });
}

/** The sums over all terms. */
function totalsOf({ terms }: ScoreTerms): number[] {
  const totals: number[] = [];
  for (const { sums } of terms) {
    for (const [place, sum] of sums.entries()) totals[place] = (totals[place] ?? 0) + sum;
  }
  return totals;
}
