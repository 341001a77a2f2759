import { binaryOperator } from '../binary-operator.ts';
import { mul as product } from '../compose/arithmetic.ts';

/** `x y`. */
export const mul = binaryOperator('Mul', ({ builder, left, right, gradient }) => [
  product(builder, gradient, right),
  product(builder, gradient, left),
]);
