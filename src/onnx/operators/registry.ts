import { GraphError } from '../graph-error.ts';
import type { Operator } from '../operator.ts';
import { ARITHMETIC, COMPARISONS } from './arithmetic.ts';
import { cast } from './cast.ts';
import { conv } from './conv.ts';
import { cumulativeSum } from './cumulative-sum.ts';
import { FUNCTIONS } from './functions.ts';
import { layerNormalization } from './layer-normalization.ts';
import { PRODUCTS } from './matmul.ts';
import { REDUCTIONS } from './reductions.ts';
import { SELECTIONS } from './selections.ts';
import { SHAPES } from './shapes.ts';
import { SOFTMAX } from './softmax.ts';
import { topK } from './top-k.ts';

/** Every operator by its name. */
export const OPERATORS: ReadonlyMap<string, Operator> = registerOperators([
  cast,
  conv,
  cumulativeSum,
  layerNormalization,
  topK,
  ...[ARITHMETIC, COMPARISONS, FUNCTIONS, PRODUCTS, REDUCTIONS, SELECTIONS, SHAPES, SOFTMAX].flat(),
]);

/**
 * Operators by their names.
 *
 * @throws Error where two have one name
 */
export function registerOperators(operators: readonly Operator[]): ReadonlyMap<string, Operator> {
  const byName = new Map<string, Operator>();
  for (const operator of operators) {
    if (byName.has(operator.name))
      throw new Error(`there are two operators named ${operator.name}`);
    byName.set(operator.name, operator);
  }
  return byName;
}

/**
 * The operator of a name.
 *
 * @throws GraphError where there is none
 */
export function operatorNamed(name: string): Operator {
  const operator = OPERATORS.get(name);
  if (operator === undefined) throw new GraphError(`there is no operator ${name}`);
  return operator;
}
