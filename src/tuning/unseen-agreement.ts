import type { Steps } from '../event-loop-break.ts';
import type { Balance } from '../scoring/balance.ts';
import type { Agreement } from './agreement.ts';
import type { CrossValidation } from './cross-validate.ts';
import { agreementUnder, defaultAgreement, type RatedItem } from './rated-items.ts';

/** The agreement with labels that the balance was chosen without. */
export interface UnseenAgreement {
  /**
   * `held-out`: the labelled items that were not drawn. `folds`: means over folds, each held
   * against a balance that was chosen without it. `all`: every labelled item, since no label was
   * used.
   */
  readonly how: 'held-out' | 'folds' | 'all';
  /** For `folds`, n counts the items of all folds together. */
  readonly agreement: Agreement;
  /** Of the default balance on the same items; null where it has none. */
  readonly standard: Agreement | null;
  /** For `folds`: their number, how often the items were divided, the spread over all of them. */
  readonly folds?: {
    readonly folds: number;
    readonly repeats: number;
    readonly standardDeviation: { readonly kendallTauB: number; readonly spearman: number };
  };
}

/** How a balance orders labelled items; null where nothing correlates. */
export function* heldAgainst(
  balance: Balance,
  rated: readonly RatedItem[],
  how: UnseenAgreement['how'],
): Steps<UnseenAgreement | null> {
  const agreement = agreementUnder(balance, rated);
  yield;
  return agreement === null ? null : { how, agreement, standard: defaultAgreement(rated) };
}

/** What a cross-validation shows; null where no fold has a correlation. */
export function agreementOfFolds(validation: CrossValidation | null): UnseenAgreement | null {
  if (validation === null || validation.agreements.length === 0) return null;
  const { folds, repeats, agreements } = validation;
  const tuned = agreements.map((one) => one.tuned);
  const standard = agreements.flatMap((one) => (one.standard === null ? [] : [one.standard]));
  return {
    how: 'folds',
    agreement: meanOf(tuned, repeats),
    standard: standard.length === agreements.length ? meanOf(standard, repeats) : null,
    folds: {
      folds,
      repeats,
      standardDeviation: {
        kendallTauB: standardDeviation(tuned.map(({ kendallTauB }) => kendallTauB)),
        spearman: standardDeviation(tuned.map(({ spearman }) => spearman)),
      },
    },
  };
}

function meanOf(agreements: readonly Agreement[], repeats: number): Agreement {
  return {
    n: Math.round(agreements.reduce((sum, { n }) => sum + n, 0) / repeats),
    kendallTauB: mean(agreements.map(({ kendallTauB }) => kendallTauB)),
    spearman: mean(agreements.map(({ spearman }) => spearman)),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function standardDeviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const center = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - center) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
