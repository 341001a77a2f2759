import { gramMatrix } from '../../src/capacity/gram-matrix.ts';
import { logDeterminantOfGram } from '../../src/capacity/log-determinant-of-gram.ts';
import type { MatrixShape } from '../../src/capacity/matrix-shape.ts';
import type { MatrixStatistic } from '../../src/capacity/matrix-statistic.ts';
import { gatherMoments } from '../../src/capacity/moments.ts';
import { singularValues } from '../../src/capacity/singular-values.ts';
import type { RandomDistribution } from '../../src/initialization/distribution.ts';

/** One distribution of each kind, all of standard deviation about 0.02. */
export const DISTRIBUTIONS: readonly RandomDistribution[] = [
  { kind: 'normal', standardDeviation: 0.02 },
  { kind: 'truncated-normal', standardDeviation: 0.0227 },
  { kind: 'uniform', bound: 0.0346 },
];

/** Variance of a distribution, written out anew. */
export function slowVariance(distribution: RandomDistribution): number {
  switch (distribution.kind) {
    case 'normal':
      return distribution.standardDeviation * distribution.standardDeviation;
    case 'truncated-normal':
      return 0.7737413035499232 * distribution.standardDeviation ** 2;
    case 'uniform':
      return (2 * distribution.bound) ** 2 / 12;
  }
}

/** A statistic of the entries that are given, row by row. */
export function statisticOf(
  statistic: MatrixStatistic,
  { rows, cols }: MatrixShape,
  entries: readonly number[],
  distribution: RandomDistribution = { kind: 'normal', standardDeviation: 1 },
): number {
  const floats = Float32Array.from(entries);
  switch (statistic.needs) {
    case 'shape':
      return statistic.measure({ rows, cols });
    case 'sum-of-squares':
    case 'moments': {
      const moments = gatherMoments(floats.length, (start, out) => {
        out.set(floats.subarray(start, start + out.length));
      });
      return statistic.needs === 'moments'
        ? statistic.measure({ rows, cols }, moments, distribution)
        : statistic.measure({ rows, cols }, moments.sumOfSquares);
    }
    case 'singular-values':
      return statistic.measure(singularValues(floats, rows, cols));
    case 'log-determinant': {
      const gram = gramMatrix(floats, rows, cols);
      return statistic.measure(logDeterminantOfGram(gram, Math.min(rows, cols)));
    }
  }
}
