import { unaryOperator } from '../unary-operator.ts';

/** The value itself, under a name of its own. */
export const identity = unaryOperator('Identity', ({ gradient }) => gradient);
