import { mul, sub } from '../compose/arithmetic.ts';
import { square } from '../compose/functions.ts';
import { unaryOperator } from '../unary-operator.ts';

/** The hyperbolic tangent: its derivative is `1 - y^2`. */
export const tanh = unaryOperator('Tanh', ({ builder, output, gradient }) =>
  mul(builder, gradient, sub(builder, 1, square(builder, output))),
);
