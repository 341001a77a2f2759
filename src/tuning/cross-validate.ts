import type { Steps } from '../event-loop-break.ts';
import type { Result } from '../result.ts';
import type { Balance } from '../scoring/balance.ts';
import type { Agreement } from './agreement.ts';
import {
  agreementUnder,
  defaultAgreement,
  itemsOf,
  qualityOf,
  type RatedItem,
} from './rated-items.ts';
import { shuffled } from './shuffle.ts';
import type { LabelledItem } from './tuning-item.ts';

/** Folds at most; each has to hold the two items that a correlation needs. */
const MAX_FOLDS = 5;
const LEAST_IN_FOLD = 2;

/** Repeats at most, and items over all repeats: many items need fewer, and take longer. */
const MAX_REPEATS = 10;
const MAX_ITEMS = 2500;

/** What a balance that was chosen without a fold makes of that fold. */
export interface FoldAgreement {
  readonly tuned: Agreement;
  /** Of the default balance, on the same items. */
  readonly standard: Agreement | null;
}

/** Agreements over all folds and repeats. */
export interface CrossValidation {
  readonly folds: number;
  readonly repeats: number;
  /** Without folds on which nothing correlates. */
  readonly agreements: readonly FoldAgreement[];
}

/**
 * Chooses a balance on all folds but one and holds it against that one, for every fold and in
 * several divisions into folds.
 *
 * @param fit chooses a balance
 * @param seed of the divisions
 * @param onProgress called with the folds that were left out, and all of them
 * @returns null where there are too few items for two folds
 */
export function* crossValidate(
  rated: readonly RatedItem[],
  fit: (items: readonly LabelledItem[], quality: Float64Array) => Steps<Result<Balance>>,
  seed: number,
  onProgress: (done: number, total: number) => void = () => undefined,
): Steps<CrossValidation | null> {
  const folds = Math.min(MAX_FOLDS, Math.floor(rated.length / LEAST_IN_FOLD));
  if (folds < 2) return null;
  const repeats = Math.max(1, Math.min(MAX_REPEATS, Math.floor(MAX_ITEMS / rated.length)));
  const agreements: FoldAgreement[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const order = shuffled(rated, seed, `tuning/folds/${repeat}`);
    for (let fold = 0; fold < folds; fold++) {
      onProgress(repeat * folds + fold, repeats * folds);
      const seen = order.filter((_, index) => index % folds !== fold);
      const unseen = order.filter((_, index) => index % folds === fold);
      yield;
      const balance = yield* fit(itemsOf(seen), qualityOf(seen));
      if (!balance.ok) continue;
      const tuned = agreementUnder(balance.value, unseen);
      yield;
      if (tuned === null) continue;
      agreements.push({ tuned, standard: defaultAgreement(unseen) });
    }
  }
  return { folds, repeats, agreements };
}
