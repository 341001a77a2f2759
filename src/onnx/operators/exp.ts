import { mul } from '../compose/arithmetic.ts';
import { unaryOperator } from '../unary-operator.ts';

/** `e^x`. */
export const exp = unaryOperator('Exp', ({ builder, output, gradient }) =>
  mul(builder, gradient, output),
);
