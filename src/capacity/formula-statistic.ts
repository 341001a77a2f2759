import { varianceOf } from '../initialization/distribution.ts';
import { compileFormula } from '../formula/compile-formula.ts';
import { failure, success, type Result } from '../result.ts';
import type { MomentStatistic } from './matrix-statistic.ts';

/** What a capacity formula may use. */
export const CAPACITY_VARIABLES = [
  'rows',
  'cols',
  'size',
  'sigma',
  'mean',
  'variance',
  'frobenius2',
] as const;

/** Those of them that depend on the drawn entries. */
const RANDOM_VARIABLES = ['mean', 'variance', 'frobenius2'] as const;

/**
 * A statistic by the user's own formula over
 *
 * - `rows`, `cols`, `size` (their product);
 * - `sigma`, the standard deviation that the entries are drawn with;
 * - `mean`, `variance` (over N) and `frobenius2` (sum of squares) of the drawn entries.
 *
 * Expected: `E[f(X)] = f(E[X])` where f is affine in what is random, so such a formula is taken
 * at `mean = 0`, `variance = (1 - 1/N) sigma^2`, `frobenius2 = N sigma^2`. Any other has no
 * closed form.
 *
 * @returns the statistic, or what is wrong with the formula
 */
export function formulaStatistic(text: string): Result<MomentStatistic> {
  const compiled = compileFormula(text, CAPACITY_VARIABLES);
  if (!compiled.ok) return compiled;
  const formula = compiled.value;
  return success({
    name: text,
    description: 'a formula of the user',
    source: 'the command line',
    needs: 'moments',
    measure: ({ rows, cols }, { count, sum, sumOfSquares }, distribution) => {
      const mean = sum / count;
      return formula.evaluate({
        rows,
        cols,
        size: count,
        sigma: Math.sqrt(varianceOf(distribution)),
        mean,
        variance: Math.max(0, sumOfSquares / count - mean * mean),
        frobenius2: sumOfSquares,
      });
    },
    expected: ({ rows, cols }, distribution) => {
      if (!formula.affineIn(RANDOM_VARIABLES)) {
        return failure(
          `the expectation of "${text}" has no closed form: it is not linear in ${RANDOM_VARIABLES.join(', ')}`,
        );
      }
      const size = rows * cols;
      const variance = varianceOf(distribution);
      return success(
        formula.evaluate({
          rows,
          cols,
          size,
          sigma: Math.sqrt(variance),
          mean: 0,
          variance: variance * (1 - 1 / size),
          frobenius2: variance * size,
        }),
      );
    },
  });
}
