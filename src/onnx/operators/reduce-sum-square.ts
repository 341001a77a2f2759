import { mul } from '../compose/arithmetic.ts';
import { reductionOperator } from '../reduction-operator.ts';

/** The sum of squares along axes. */
export const reduceSumSquare = reductionOperator(
  'ReduceSumSquare',
  'attribute',
  ({ builder, input, gradient }) => mul(builder, input, mul(builder, gradient, 2)),
);
