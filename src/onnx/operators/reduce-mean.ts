import { mul } from '../compose/arithmetic.ts';
import { reductionOperator } from '../reduction-operator.ts';

/** The mean along axes. */
export const reduceMean = reductionOperator(
  'ReduceMean',
  'attribute',
  ({ builder, gradient, count }) => mul(builder, gradient, 1 / count),
);
