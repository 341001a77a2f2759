import { log } from '../elementary-functions.ts';
import { normalDensity, normalTail } from '../evaluation/normal-tail.ts';
import type { Prediction } from './quality-posterior.ts';

/** Most steps towards the threshold; it takes about eight. */
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

/**
 * The threshold that k candidates are expected to exceed: by Newton's method on the logarithm of the
 * expectation, which is nearly straight where few exceed it, and by halves where that leaves the bracket
 * or its steps do not become half as long in two, as where it goes to and fro.
 */
function thresholdOf(predictions: readonly Prediction[], k: number): number {
  let [low, high] = [Infinity, -Infinity];
  for (const { mean, standardDeviation } of predictions) {
    low = Math.min(low, mean - 9 * standardDeviation);
    high = Math.max(high, mean + 9 * standardDeviation);
  }
  let threshold = (low + high) / 2;
  let [beforeLast, last] = [high - low, high - low];
  for (let step = 0; step < MAX_STEPS; step++) {
    const { expected, slope } = exceeding(predictions, threshold);
    if (expected > k) low = threshold;
    else high = threshold;
    const newton = threshold + (log(expected / k) * expected) / slope;
    if (Math.abs(newton - threshold) <= PRECISION) return newton;
    const isSafe = newton > low && newton < high && 2 * Math.abs(newton - threshold) <= beforeLast;
    const next = isSafe ? newton : (low + high) / 2;
    if (Math.abs(next - threshold) <= PRECISION) return next;
    [beforeLast, last] = [last, Math.abs(next - threshold)];
    threshold = next;
  }
  return threshold;
}

/** How many candidates are expected to exceed a threshold, and how fast they become fewer there. */
function exceeding(
  predictions: readonly Prediction[],
  threshold: number,
): { readonly expected: number; readonly slope: number } {
  let [expected, slope] = [0, 0];
  for (const { mean, standardDeviation } of predictions) {
    const z = standardized(threshold - mean, standardDeviation);
    expected += normalTail(z);
    if (standardDeviation > 0) slope += normalDensity(z) / standardDeviation;
  }
  return { expected, slope };
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
