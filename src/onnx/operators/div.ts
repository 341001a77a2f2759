import { binaryOperator } from '../binary-operator.ts';
import { div as quotient, mul } from '../compose/arithmetic.ts';
import { neg } from '../compose/functions.ts';
import { sumTo } from '../compose/sum-to.ts';

/** `x / y`: its derivatives are `1 / y` and `-(x / y) / y`. */
export const div = binaryOperator('Div', ({ builder, right, output, gradient }) => {
  const ofLeft = quotient(builder, gradient, right);
  const product = mul(builder, ofLeft, output);
  return [ofLeft, neg(builder, sumTo(builder, product, right.shape))];
});
