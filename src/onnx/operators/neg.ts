import { neg as negative } from '../compose/functions.ts';
import { unaryOperator } from '../unary-operator.ts';

/** `-x`. */
export const neg = unaryOperator('Neg', ({ builder, gradient }) => negative(builder, gradient));
