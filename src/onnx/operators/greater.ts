import { comparisonOperator } from '../comparison-operator.ts';

/** Whether `x > y`. */
export const greater = comparisonOperator('Greater');
