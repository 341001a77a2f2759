import { div, mul } from '../compose/arithmetic.ts';
import { unaryOperator } from '../unary-operator.ts';

/** The square root; at 0 its gradient is infinite. */
export const sqrt = unaryOperator('Sqrt', ({ builder, output, gradient }) =>
  div(builder, mul(builder, gradient, 0.5), output),
);
