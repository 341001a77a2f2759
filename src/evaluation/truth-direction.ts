/** Whether a larger ground truth is a better model (accuracy) or a worse one (perplexity). */
export type TruthDirection = 'higher-is-better' | 'lower-is-better';

/** The factor that makes higher better: -1 where lower is, else 1. */
export function signOf(direction: TruthDirection): 1 | -1 {
  return direction === 'lower-is-better' ? -1 : 1;
}

/** The ground truth with the sign that makes higher better. */
export function qualityOf(truth: ArrayLike<number>, direction: TruthDirection): Float64Array {
  const sign = signOf(direction);
  return Float64Array.from(truth, (value) => sign * value);
}
