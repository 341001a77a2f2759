import { mul } from '../compose/arithmetic.ts';
import { neg, square } from '../compose/functions.ts';
import { unaryOperator } from '../unary-operator.ts';

/** `1 / x`: its derivative is `-y^2`. */
export const reciprocal = unaryOperator('Reciprocal', ({ builder, output, gradient }) =>
  neg(builder, mul(builder, gradient, square(builder, output))),
);
