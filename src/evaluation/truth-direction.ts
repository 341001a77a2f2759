/** Whether a larger ground truth is a better model (accuracy) or a worse one (perplexity). */
export type TruthDirection = 'higher-is-better' | 'lower-is-better';

/** The ground truth with the sign that makes higher better. */
export function qualityOf(truth: ArrayLike<number>, direction: TruthDirection): Float64Array {
  const sign = direction === 'lower-is-better' ? -1 : 1;
  return Float64Array.from(truth, (value) => sign * value);
}
