import { comparisonOperator } from '../comparison-operator.ts';

/** Whether `x < y`. */
export const less = comparisonOperator('Less');
