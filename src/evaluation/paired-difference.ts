import { intervalOfValues } from './interval-of-values.ts';
import { failure, success, type Result } from '../result.ts';

/** Whether a correlation is higher or lower than the other with 95 % confidence. */
export type Verdict = 'better' | 'worse' | 'not shown';

/** How much higher a correlation is than another on the same items. */
export interface PairedDifference {
  /** The number of items that both rest on. */
  readonly n: number;
  readonly difference: number;
  /** The 95 % percentile interval of the difference over resamples that both see. */
  readonly ci95: readonly [number, number];
  /** Better if the whole interval is above 0, worse if it is below, otherwise not shown. */
  readonly verdict: Verdict;
}

/** A correlation with what the resamples gave of it, NaN where they gave none. */
export interface Resampled {
  readonly value: number;
  readonly values: Float64Array;
}

/**
 * Compares two correlations by a paired bootstrap: both see the same resamples, so that what
 * shifts both cancels out, and the interval is that of the difference itself.
 *
 * @param n the number of items, the same for both
 * @returns a failure if there is no interval; see `intervalOfValues`
 *
 * Source: Efron and Tibshirani, "An introduction to the bootstrap", 1993, chapters 8 and 13.
 */
export function pairedDifference(
  n: number,
  own: Resampled,
  other: Resampled,
): Result<PairedDifference> {
  const differences = own.values.map((value, resample) => value - other.values[resample]!);
  const result = intervalOfValues(n, differences);
  if (!result.ok) return failure(`The difference has no interval. ${result.reason}`);
  const ci95 = result.value.interval;
  const verdict = ci95[0] > 0 ? 'better' : ci95[1] < 0 ? 'worse' : 'not shown';
  return success({ n, difference: own.value - other.value, ci95, verdict });
}
