import { GraphError } from '../graph-error.ts';
import type { Operator } from '../operator.ts';
import { abs } from './abs.ts';
import { add } from './add.ts';
import { cast } from './cast.ts';
import { conv } from './conv.ts';
import { concat } from './concat.ts';
import { div } from './div.ts';
import { equal } from './equal.ts';
import { erf } from './erf.ts';
import { exp } from './exp.ts';
import { expand } from './expand.ts';
import { gather } from './gather.ts';
import { gatherElements } from './gather-elements.ts';
import { gemm } from './gemm.ts';
import { greater } from './greater.ts';
import { identity } from './identity.ts';
import { layerNormalization } from './layer-normalization.ts';
import { less } from './less.ts';
import { log } from './log.ts';
import { logSoftmax } from './log-softmax.ts';
import { matMul } from './mat-mul.ts';
import { mul } from './mul.ts';
import { neg } from './neg.ts';
import { pad } from './pad.ts';
import { reciprocal } from './reciprocal.ts';
import { reduceMax } from './reduce-max.ts';
import { reduceMean } from './reduce-mean.ts';
import { reduceSum } from './reduce-sum.ts';
import { reduceSumSquare } from './reduce-sum-square.ts';
import { relu } from './relu.ts';
import { reshape } from './reshape.ts';
import { scatterElements } from './scatter-elements.ts';
import { scatterND } from './scatter-nd.ts';
import { sigmoid } from './sigmoid.ts';
import { sign } from './sign.ts';
import { slice } from './slice.ts';
import { softmax } from './softmax.ts';
import { split } from './split.ts';
import { sqrt } from './sqrt.ts';
import { sub } from './sub.ts';
import { tanh } from './tanh.ts';
import { transpose } from './transpose.ts';
import { where } from './where.ts';

/** Every operator by its name. */
export const OPERATORS: ReadonlyMap<string, Operator> = registerOperators([
  abs,
  add,
  cast,
  conv,
  concat,
  div,
  equal,
  erf,
  exp,
  expand,
  gather,
  gatherElements,
  gemm,
  greater,
  identity,
  layerNormalization,
  less,
  log,
  logSoftmax,
  matMul,
  mul,
  neg,
  pad,
  reciprocal,
  reduceMax,
  reduceMean,
  reduceSum,
  reduceSumSquare,
  relu,
  reshape,
  scatterElements,
  scatterND,
  sigmoid,
  sign,
  slice,
  softmax,
  split,
  sqrt,
  sub,
  tanh,
  transpose,
  where,
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
