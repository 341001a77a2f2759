import { exp } from '../elementary-functions.ts';
import type { FittedKernel } from './fitted-kernels.ts';

/**
 * What the mixture predicts for each labelled candidate from all other labels, on the scale of normal
 * scores, without a fit of its own for each: with a = K^-1 r, one process predicts
 * `y_i - a_i / (K^-1)_ii`, with the variance `1 / (K^-1)_ii`, and its weight without label i is what it
 * was, divided by the density of that label.
 *
 * The normal scores are those of all labels. Processes without weight are left out.
 *
 * @param labels normal scores, n of them
 *
 * Source: Rasmussen and Williams, "Gaussian processes for machine learning", 2006, section 5.4.2,
 * equations 5.12.
 */
export function leaveOneOut(fitted: readonly FittedKernel[], labels: Float64Array): Float64Array {
  const n = labels.length;
  return labels.map((label, i) => {
    const others = fitted.map(({ weight, solution, inverse }) => {
      const precision = inverse[i * n + i] ?? NaN;
      const error = (solution[i] ?? NaN) / precision;
      return {
        mean: label - error,
        precision,
        weight,
        halfSquare: (error * error * precision) / 2,
      };
    });
    // e^halfSquare may overflow: all are divided by the largest.
    const most = others.reduce((all, { halfSquare }) => Math.max(all, halfSquare), 0);
    let [sum, weights] = [0, 0];
    for (const { mean, precision, weight, halfSquare } of others) {
      const without = (weight * exp(halfSquare - most)) / Math.sqrt(precision);
      sum += without * mean;
      weights += without;
    }
    return sum / weights;
  });
}
