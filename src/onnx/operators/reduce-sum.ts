import { reductionOperator } from '../reduction-operator.ts';

/** The sum along axes. */
export const reduceSum = reductionOperator('ReduceSum', 'input', ({ gradient }) => gradient);
