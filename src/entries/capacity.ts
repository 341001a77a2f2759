/** `zerolm/capacity`: statistics of weight matrices. */
export { expectedOfMatrix, measureMatrix } from '../capacity/measure-matrix.ts';
export { CAPACITY_VARIABLES, formulaStatistic } from '../capacity/formula-statistic.ts';
export type { MatrixShape } from '../capacity/matrix-shape.ts';
export { singularValues } from '../capacity/singular-values.ts';
export { statisticNamed } from '../capacity/statistics.ts';
