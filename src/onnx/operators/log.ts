import { div } from '../compose/arithmetic.ts';
import { unaryOperator } from '../unary-operator.ts';

/** The natural logarithm. */
export const log = unaryOperator('Log', ({ builder, input, gradient }) =>
  div(builder, gradient, input),
);
