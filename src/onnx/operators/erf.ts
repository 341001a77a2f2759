import { mul, sub } from '../compose/arithmetic.ts';
import { exp, square } from '../compose/functions.ts';
import { unaryOperator } from '../unary-operator.ts';

const LOG_OF_TWO_BY_ROOT_PI = Math.log(2 / Math.sqrt(Math.PI));

/**
 * The error function: its derivative is `2 / sqrt(pi) e^(-x^2)`, where the factor is put into the
 * exponent, which takes one pass over the tensor instead of two.
 */
export const erf = unaryOperator('Erf', ({ builder, input, gradient }) => {
  const exponent = sub(builder, LOG_OF_TWO_BY_ROOT_PI, square(builder, input));
  return mul(builder, gradient, exp(builder, exponent));
});
