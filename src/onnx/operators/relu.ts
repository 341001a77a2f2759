import { mul } from '../compose/arithmetic.ts';
import { sign } from '../compose/functions.ts';
import { unaryOperator } from '../unary-operator.ts';

/** `max(x, 0)`; at 0 its gradient is 0. */
export const relu = unaryOperator('Relu', ({ builder, output, gradient }) =>
  mul(builder, gradient, sign(builder, output)),
);
