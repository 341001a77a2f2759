import { binaryOperator } from '../binary-operator.ts';
import { neg } from '../compose/functions.ts';
import { sumTo } from '../compose/sum-to.ts';

/** `x - y`. */
export const sub = binaryOperator('Sub', ({ builder, right, gradient }) => [
  gradient,
  neg(builder, sumTo(builder, gradient, right.shape)),
]);
