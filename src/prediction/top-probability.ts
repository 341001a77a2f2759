import { normalTail } from '../evaluation/normal-tail.ts';
import type { Prediction } from './quality-posterior.ts';

/** Most steps towards the threshold; it takes about ten. */
const MAX_STEPS = 200;

/** How near the threshold is, on the scale of qualities. */
const PRECISION = 1e-12;

/**
 * The probability that each candidate is among the best k: that its quality, a normal variable,
 * exceeds the threshold t that k candidates are expected to exceed, `sum_i P(q_i > t) = k`. It takes
 * qualities to be independent, and the number that exceeds t to be its expectation.
 *
 * @param k from 1 to the number of candidates
 */
export function topProbabilities(predictions: readonly Prediction[], k: number): readonly number[] {
  const n = predictions.length;
  if (k >= n) return predictions.map(() => 1);
  const threshold = thresholdOf(predictions, k);
  return predictions.map((prediction) => probabilityAbove(prediction, threshold));
}

/** The threshold that k candidates are expected to exceed: by false position, as Illinois has it. */
function thresholdOf(predictions: readonly Prediction[], k: number): number {
  const excess = (threshold: number): number =>
    predictions.reduce((sum, own) => sum + probabilityAbove(own, threshold), -k);
  let [low, high] = [Infinity, -Infinity];
  for (const { mean, standardDeviation } of predictions) {
    low = Math.min(low, mean - 9 * standardDeviation);
    high = Math.max(high, mean + 9 * standardDeviation);
  }
  let [above, below] = [excess(low), excess(high)];
  for (let step = 0; step < MAX_STEPS && high - low > PRECISION; step++) {
    const share = step % 3 === 2 ? 0.5 : above / (above - below);
    const middle = low + (high - low) * Math.min(1 - 1e-3, Math.max(1e-3, share));
    const found = excess(middle);
    if (found === 0) return middle;
    if (found > 0) {
      [low, above] = [middle, found];
      below /= 2;
    } else {
      [high, below] = [middle, found];
      above /= 2;
    }
  }
  return (low + high) / 2;
}

/** P(q > t); 1/2 where nothing is uncertain and both are equal. */
function probabilityAbove({ mean, standardDeviation }: Prediction, threshold: number): number {
  return normalTail(standardized(threshold - mean, standardDeviation));
}

/**
 * The probability that the first candidate is better than the second:
 * `Phi((m_1 - m_2) / sqrt(s_1^2 + s_2^2))`, as if they were independent.
 */
export function winProbability(first: Prediction, second: Prediction): number {
  const spread = Math.sqrt(first.standardDeviation ** 2 + second.standardDeviation ** 2);
  return normalTail(standardized(second.mean - first.mean, spread));
}

function standardized(difference: number, spread: number): number {
  return difference === 0 ? 0 : difference / spread;
}
