import { normalTail } from '../evaluation/normal-tail.ts';
import type { Prediction } from './quality-posterior.ts';

/** Halvings of the interval of the threshold. */
const STEPS = 60;

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
  const exceeds = (threshold: number): number =>
    predictions.reduce((sum, prediction) => sum + probabilityAbove(prediction, threshold), 0);
  let [low, high] = [Infinity, -Infinity];
  for (const { mean, standardDeviation } of predictions) {
    low = Math.min(low, mean - 40 * standardDeviation);
    high = Math.max(high, mean + 40 * standardDeviation);
  }
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (exceeds(middle) > k) low = middle;
    else high = middle;
  }
  return predictions.map((prediction) => probabilityAbove(prediction, (low + high) / 2));
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
  const spread = Math.hypot(first.standardDeviation, second.standardDeviation);
  return normalTail(standardized(second.mean - first.mean, spread));
}

function standardized(difference: number, spread: number): number {
  return difference === 0 ? 0 : difference / spread;
}
