import { mul, sub } from '../compose/arithmetic.ts';
import { exp } from '../compose/functions.ts';
import { reduceSum } from '../compose/reductions.ts';
import { axisOperator } from '../axis-operator.ts';

/** The logarithm of Softmax: its gradient is `g - e^y (sum of g)`. */
export const logSoftmax = axisOperator('LogSoftmax', ({ builder, axis, output, gradient }) => {
  const sum = reduceSum(builder, gradient, [axis], true);
  return sub(builder, gradient, mul(builder, exp(builder, output), sum));
});
