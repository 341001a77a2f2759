import type { RandomDistribution } from '../initialization/distribution.ts';
import type { Result } from '../result.ts';
import type { MatrixShape } from './matrix-shape.ts';
import type { Moments } from './moments.ts';

interface Described {
  /** What `--capacity` calls it. */
  readonly name: string;
  /** One line: the formula. */
  readonly description: string;
  /** Paper and equation, or who defined it. */
  readonly source: string;
  /**
   * The closed form of the expectation over the entries of a matrix at initialization, or the
   * reason why there is none.
   */
  readonly expected: (shape: MatrixShape, distribution: RandomDistribution) => Result<number>;
}

/** A statistic that follows from the shape alone. */
export interface ShapeStatistic extends Described {
  readonly needs: 'shape';
  readonly measure: (shape: MatrixShape) => number;
}

/** A statistic of the sum of the squared entries. */
export interface SquaresStatistic extends Described {
  readonly needs: 'sum-of-squares';
  readonly measure: (shape: MatrixShape, sumOfSquares: number) => number;
}

/** A statistic of the sums that one pass over the entries gathers. */
export interface MomentStatistic extends Described {
  readonly needs: 'moments';
  /** @param distribution what the entries were drawn from */
  readonly measure: (
    shape: MatrixShape,
    moments: Moments,
    distribution: RandomDistribution,
  ) => number;
}

/** A statistic of the singular values: the whole matrix has to be held while it is measured. */
export interface SpectralStatistic extends Described {
  readonly needs: 'singular-values';
  /** @param singularValues descending, min(rows, cols) of them */
  readonly measure: (singularValues: Float64Array) => number;
}

/**
 * A statistic of `ln det(I + W W^T)`: the whole matrix has to be held too, but its singular values
 * need not be found, which takes longer.
 */
export interface DeterminantStatistic extends Described {
  readonly needs: 'log-determinant';
  /** @param logDeterminant in nats, not negative */
  readonly measure: (logDeterminant: number) => number;
}

/** A number that measures the capacity of one weight matrix. */
export type MatrixStatistic =
  ShapeStatistic | SquaresStatistic | MomentStatistic | SpectralStatistic | DeterminantStatistic;
