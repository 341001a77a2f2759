import { failure, success, type Result } from '../result.ts';
import { deviationsOf, lengthOf } from './spread.ts';
import type { TuningItem } from './tuning-item.ts';

/** What a balance without labels rests on. */
export interface EqualSpread {
  readonly alpha: number;
  /**
   * Pearson correlation of the two capacities over the items; null where one of them is constant.
   * The score correlates with each of them by `sqrt((1 + r) / 2)`.
   */
  readonly capacityCorrelation: number | null;
}

/**
 * An alpha that needs no label: the one at which both contributions to the score spread equally,
 *
 *     alpha * sd(attention) = (1 - alpha) * sd(feedForward)
 *
 * with standard deviations over the items. It is the alpha at which the score correlates with both
 * capacities by the same amount (Pearson), and the one that makes the smaller of the two
 * correlations as large as it can be: without a label there is no reason to trust one sub-module's
 * capacity more than the other's as a measure of quality. It does not depend on the unit or scale
 * of either. It is wrong by as much as one of them does matter more.
 *
 * Where one capacity is the same for all items, it is the alpha that leaves the other one: 1 or 0.
 *
 * @returns a failure where both are the same for all items, or a sum is no finite number
 */
export function equalSpreadAlpha(
  items: readonly Pick<TuningItem, 'capacity'>[],
): Result<EqualSpread> {
  const attention = deviationsOf(items.map(({ capacity }) => capacity.attention));
  const feedForward = deviationsOf(items.map(({ capacity }) => capacity.feedForward));
  const a = lengthOf(attention);
  const f = lengthOf(feedForward);
  if (!Number.isFinite(a + f)) return failure('the capacities are too large for a spread');
  if (a === 0 && f === 0) {
    return failure(
      'attention and feed-forward capacity are the same for every candidate: no balance of them ranks anything',
    );
  }
  if (a === 0) return success({ alpha: 0, capacityCorrelation: null });
  if (f === 0) return success({ alpha: 1, capacityCorrelation: null });
  const products = attention.reduce(
    (sum, value, index) => sum + (value / a) * ((feedForward[index] ?? 0) / f),
    0,
  );
  return success({
    alpha: inShort(f / (a + f), a / (a + f)),
    capacityCorrelation: Math.max(-1, Math.min(1, products)),
  });
}

/** An alpha with six digits of itself and of its complement, whichever is the smaller. */
function inShort(alpha: number, complement: number): number {
  if (alpha < complement) return Number(alpha.toPrecision(6));
  const decimals = 5 - Math.floor(Math.log10(complement));
  return Number(alpha.toFixed(Math.min(decimals, 16)));
}
