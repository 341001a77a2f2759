import { binaryOperator } from '../binary-operator.ts';

/** `x + y`. */
export const add = binaryOperator('Add', ({ gradient }) => [gradient, gradient]);
