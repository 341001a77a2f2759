import { intervalOfValues } from './interval-of-values.ts';

/** What an interval is of, and why a resample may have no value of it. */
export interface IntervalSubject {
  readonly name: string;
  readonly leftOutBecause: string;
}

/**
 * The 95 % interval of what resamples gave, null if there is none.
 *
 * @param values one per resample, NaN where the resample has no value
 * @param warnings receives what keeps the interval from being there, or from resting on every
 *   resample
 */
export function intervalOrWarning(
  { name, leftOutBecause }: IntervalSubject,
  n: number,
  values: Float64Array,
  warnings: string[],
): readonly [number, number] | null {
  const result = intervalOfValues(n, values);
  if (!result.ok) {
    warnings.push(`No interval of ${name}. ${result.reason}`);
    return null;
  }
  const { interval, resamples, leftOut } = result.value;
  if (leftOut > 0) {
    warnings.push(
      `The interval of ${name} leaves out ${leftOut} of ${resamples} resamples, ${leftOutBecause}.`,
    );
  }
  return interval;
}
