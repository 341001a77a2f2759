/** Relative size up to which differences from the mean are rounding errors, not a spread. */
const NOISE = 1e-12;

/** Differences from the mean; zeros where all of them are no more than rounding errors of it. */
export function deviationsOf(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const deviations = values.map((value) => value - mean);
  return deviations.every((value) => Math.abs(value) <= NOISE * largest)
    ? values.map(() => 0)
    : deviations;
}

/** The Euclidean length; scaled, so that no square overflows. */
export function lengthOf(values: readonly number[]): number {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  return largest * Math.sqrt(values.reduce((sum, value) => sum + (value / largest) ** 2, 0));
}
