import { normalTail } from '../evaluation/normal-tail.ts';
import { fastExp } from '../fast-exponential.ts';
import type { Prediction } from './quality-posterior.ts';

/** Decimals to which prior scores compare, so that rounding decides no order. */
const DECIMALS = 12;

/**
 * Which candidates to label first: one from the middle of each of n strata of equal size, from the
 * highest prior score to the lowest. Labels of the highest scores alone teach little.
 *
 * @param ids in the order of the priors
 * @param priors standardized prior scores
 * @returns the places of at most n candidates, from the highest prior score down
 */
export function strataOfPrior(ids: readonly string[], priors: Float64Array, n: number): number[] {
  const rounded = priors.map((prior) => Number(prior.toFixed(DECIMALS)));
  const order = ids
    .map((_, place) => place)
    .sort((a, b) => {
      const difference = (rounded[b] ?? NaN) - (rounded[a] ?? NaN);
      return difference !== 0 ? difference : (ids[a] ?? '') < (ids[b] ?? '') ? -1 : 1;
    });
  const wanted = Math.min(n, order.length);
  return Array.from({ length: wanted }, (_, i) => {
    const place = Math.floor(((i + 0.5) * order.length) / wanted);
    return order[place] ?? 0;
  });
}

/**
 * How much a candidate is expected to exceed the best label, by its predicted quality q:
 * `E max(q - best, 0) = (m - best) Phi(x) + s phi(x)`, x = (m - best) / s.
 *
 * Source: Jones, Schonlau and Welch, "Efficient global optimization", 1998, equation 15.
 */
export function expectedImprovement({ mean, standardDeviation }: Prediction, best: number): number {
  if (standardDeviation === 0) return Math.max(0, mean - best);
  const x = (mean - best) / standardDeviation;
  const density = fastExp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  return (mean - best) * normalTail(-x) + standardDeviation * density;
}
