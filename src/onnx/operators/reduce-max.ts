import { div, equal, mul } from '../compose/arithmetic.ts';
import { cast } from '../compose/functions.ts';
import { reduceSum } from '../compose/reductions.ts';
import { reductionOperator } from '../reduction-operator.ts';

/** The greatest along axes; where several are, they share its gradient equally. */
export const reduceMax = reductionOperator(
  'ReduceMax',
  'attribute',
  ({ builder, input, axes, output, gradient }) => {
    const greatest = cast(builder, equal(builder, input, output), input.type);
    const number = reduceSum(builder, greatest, axes, true);
    return mul(builder, greatest, div(builder, gradient, number));
  },
);
