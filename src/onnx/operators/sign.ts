import { unaryOperator } from '../unary-operator.ts';

/** -1, 0 or 1. */
export const sign = unaryOperator('Sign', null);
