import { mul, sub } from '../compose/arithmetic.ts';
import { reduceSum } from '../compose/reductions.ts';
import { axisOperator } from '../axis-operator.ts';

/** `e^x` by its sum along an axis: its gradient is `y (g - sum of y g)`. */
export const softmax = axisOperator('Softmax', ({ builder, axis, output, gradient }) => {
  const product = mul(builder, output, gradient);
  const sum = reduceSum(builder, product, [axis], true);
  return sub(builder, product, mul(builder, output, sum));
});
