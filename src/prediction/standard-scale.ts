/** What makes z-scores of numbers: `(x - mean) / deviation`. */
export interface StandardScale {
  readonly mean: number;
  /** Of the population; null where the numbers do not vary, or one is not finite. */
  readonly deviation: number | null;
}

/** Numbers that deviate less do not vary. */
const LEAST_DEVIATION = 1e-9;

/** The scale on which numbers have the mean 0 and the population standard deviation 1. */
export function standardScaleOf(values: Float64Array): StandardScale {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / n);
  if (!Number.isFinite(mean)) return { mean: 0, deviation: null };
  return { mean, deviation: deviation > LEAST_DEVIATION ? deviation : null };
}

/** The z-score of a number; 0 where nothing varies. */
export function standardized(value: number, { mean, deviation }: StandardScale): number {
  return deviation === null ? 0 : (value - mean) / deviation;
}
