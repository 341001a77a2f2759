import type { ElementType, GraphValue } from './graph.ts';
import { GraphError } from './graph-error.ts';
import type { Application } from './operator.ts';

/** Tuples of inputs by their number. */
interface Inputs {
  1: readonly [GraphValue];
  2: readonly [GraphValue, GraphValue];
  3: readonly [GraphValue, GraphValue, GraphValue];
}

/**
 * The inputs of an operator that takes `count`.
 *
 * @throws GraphError where there are more or fewer
 */
export function inputsOf<Count extends keyof Inputs>(
  { inputs }: Pick<Application, 'inputs'>,
  count: Count,
): Inputs[Count] {
  if (hasCount(inputs, count)) return inputs;
  throw new GraphError(`it takes ${count} ${count === 1 ? 'input' : 'inputs'}`);
}

function hasCount<Count extends keyof Inputs>(
  inputs: readonly GraphValue[],
  count: Count,
): inputs is Inputs[Count] {
  return inputs.length === count;
}

/**
 * Checks that a value is of a float type.
 *
 * @throws GraphError where it is not
 */
export function expectFloat({ type }: GraphValue): void {
  if (type !== 'float32' && type !== 'float64') {
    throw new GraphError(`it computes with float32 or float64, not ${type}`);
  }
}

/**
 * Checks that a value is of the expected type.
 *
 * @throws GraphError where it is not
 */
export function expectType({ type }: GraphValue, expected: ElementType): void {
  if (type !== expected) throw new GraphError(`${type} is given where ${expected} is needed`);
}

/**
 * Checks that two values are of the same type.
 *
 * @throws GraphError where they are not
 */
export function expectSameType(a: GraphValue, b: GraphValue): void {
  if (a.type !== b.type) throw new GraphError('the types differ');
}

/**
 * The whole numbers in an input, such as a new shape; constant, since shapes depend on them.
 *
 * @throws GraphError where the input is no constant list of int64
 */
export function constantInts({ constantOf }: Application, value: GraphValue): readonly number[] {
  const constant = constantOf(value);
  if (constant === undefined) throw new GraphError(`${value.name} must be a constant`);
  if (!(constant.data instanceof BigInt64Array) || constant.shape.length !== 1) {
    throw new GraphError(`${value.name} must be a list of int64`);
  }
  return Array.from(constant.data, Number);
}
