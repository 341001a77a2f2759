/**
 * The quantile of an ascending list, with linear interpolation between its values (type 7, the
 * default of R and NumPy).
 *
 * @param sorted at least one number, ascending
 * @param fraction from 0 (the smallest value) to 1 (the largest)
 *
 * Source: Hyndman and Fan, "Sample quantiles in statistical packages", The American Statistician
 * 50, 1996.
 */
export function quantileOfSorted(sorted: Float64Array, fraction: number): number {
  const position = fraction * (sorted.length - 1);
  const index = Math.min(Math.floor(position), sorted.length - 1);
  const lower = sorted[index]!;
  const upper = sorted[Math.min(index + 1, sorted.length - 1)]!;
  return lower + (position - index) * (upper - lower);
}
