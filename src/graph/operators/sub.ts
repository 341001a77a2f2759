import { binaryOperator } from '../binary-operator.ts';
import { neg } from '../compose/functions.ts';

/** `x - y`. */
export const sub = binaryOperator('Sub', ({ builder, gradient }) => [
  gradient,
  neg(builder, gradient),
]);
