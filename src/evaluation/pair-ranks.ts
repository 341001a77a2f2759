import { denseRanks } from './dense-ranks.ts';
import { failure, success, type Result } from '../result.ts';

/**
 * Two lists about the same items, reduced to what a rank correlation looks at. Made once, it
 * serves any number of resamples of its items.
 */
export interface PairedRanks {
  /** The number of items, at least 2. */
  readonly n: number;
  /** The number of distinct values in x and in y, each at least 2. */
  readonly xLevels: number;
  readonly yLevels: number;
  /** The items sorted by x, and by y where x is equal, as indices into the given lists. */
  readonly order: Int32Array;
  /** The dense rank in x and in y of each item, in that order. */
  readonly xSorted: Int32Array;
  readonly ySorted: Int32Array;
}

/** Why two lists have no rank correlation. */
export type PairingProblem =
  | { readonly kind: 'different lengths'; readonly xLength: number; readonly yLength: number }
  | { readonly kind: 'too few items'; readonly n: number }
  | { readonly kind: 'not finite'; readonly side: 'x' | 'y'; readonly index: number }
  | { readonly kind: 'constant'; readonly side: 'x' | 'y' };

function findNonFinite(values: ArrayLike<number>): number {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return i;
  return -1;
}

/**
 * Ranks x and y and sorts their items, in O(n).
 *
 * Fails, with the first problem found, if the lists differ in length, hold fewer than 2 items or
 * a value that is not finite, or if one of them is constant.
 */
export function pairRanks(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
): Result<PairedRanks, PairingProblem> {
  const n = x.length;
  if (n !== y.length) {
    return failure({ kind: 'different lengths', xLength: n, yLength: y.length });
  }
  if (n < 2) return failure({ kind: 'too few items', n });
  const xNonFinite = findNonFinite(x);
  if (xNonFinite >= 0) return failure({ kind: 'not finite', side: 'x', index: xNonFinite });
  const yNonFinite = findNonFinite(y);
  if (yNonFinite >= 0) return failure({ kind: 'not finite', side: 'y', index: yNonFinite });

  const byY = denseRanks(Float64Array.from(y));
  const byX = denseRanks(Float64Array.from(x), byY.order);
  if (byX.levels === 1) return failure({ kind: 'constant', side: 'x' });
  if (byY.levels === 1) return failure({ kind: 'constant', side: 'y' });

  const { order } = byX;
  const xSorted = new Int32Array(n);
  const ySorted = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    xSorted[i] = byX.ranks[order[i]!]!;
    ySorted[i] = byY.ranks[order[i]!]!;
  }
  return success({ n, xLevels: byX.levels, yLevels: byY.levels, order, xSorted, ySorted });
}
