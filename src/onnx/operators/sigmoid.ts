import { mul, sub } from '../compose/arithmetic.ts';
import { square } from '../compose/functions.ts';
import { unaryOperator } from '../unary-operator.ts';

/** `1 / (1 + e^-x)`: its derivative is `y - y^2`. */
export const sigmoid = unaryOperator('Sigmoid', ({ builder, output, gradient }) =>
  mul(builder, gradient, sub(builder, output, square(builder, output))),
);
