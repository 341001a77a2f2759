import { mul } from '../compose/arithmetic.ts';
import { sign } from '../compose/functions.ts';
import { unaryOperator } from '../unary-operator.ts';

/** `|x|`; at 0 its gradient is 0. */
export const abs = unaryOperator('Abs', ({ builder, input, gradient }) =>
  mul(builder, gradient, sign(builder, input)),
);
