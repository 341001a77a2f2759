import type { Balance } from '../scoring/balance.ts';
import { roundForTies } from '../scoring/round-for-ties.ts';
import { agreementBetween, type Agreement } from './agreement.ts';
import { balancedScores } from './balanced-scores.ts';
import type { LabelledItem } from './tuning-item.ts';

/** An item with its quality turned so that larger is better. */
export interface RatedItem {
  readonly item: LabelledItem;
  readonly quality: number;
}

/** The items alone. */
export function itemsOf(rated: readonly RatedItem[]): LabelledItem[] {
  return rated.map(({ item }) => item);
}

/** The qualities alone, larger is better. */
export function qualityOf(rated: readonly RatedItem[]): Float64Array {
  return Float64Array.from(rated, ({ quality }) => quality);
}

/** How the scores under a balance agree with the qualities; null where nothing correlates. */
export function agreementUnder(balance: Balance, rated: readonly RatedItem[]): Agreement | null {
  const scores = balancedScores(balance, itemsOf(rated));
  return scores === null ? null : agreementBetween(scores, qualityOf(rated));
}

/** How the scores under the default balances agree with the qualities. */
export function defaultAgreement(rated: readonly RatedItem[]): Agreement | null {
  return agreementBetween(
    Float64Array.from(rated, ({ item }) => roundForTies(item.score)),
    qualityOf(rated),
  );
}
