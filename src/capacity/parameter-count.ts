import { success } from '../result.ts';
import type { MatrixShape } from './matrix-shape.ts';
import type { ShapeStatistic } from './matrix-statistic.ts';

const entries = ({ rows, cols }: MatrixShape): number => rows * cols;

/** The number of entries of a matrix: `rows * cols`. Biases and norms are no matrices. */
export const parameterCount: ShapeStatistic = {
  name: 'params',
  description: 'number of entries, rows * cols',
  source: 'the baseline of every proxy paper',
  needs: 'shape',
  measure: entries,
  expected: (shape) => success(entries(shape)),
};
