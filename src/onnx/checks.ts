import type { ElementType, GraphValue } from './graph.ts';
import { GraphError } from './graph-error.ts';
import type { Application } from './operator.ts';
import { nth } from './nth.ts';

/**
 * The inputs of an operator that has one.
 *
 * @throws GraphError where there are more or none
 */
export function oneInput({ inputs }: Application): readonly [GraphValue] {
  expectCount(inputs, 1);
  return [nth(inputs, 0)];
}

/**
 * The inputs of an operator that has two.
 *
 * @throws GraphError where there are not
 */
export function twoInputs({ inputs }: Application): readonly [GraphValue, GraphValue] {
  expectCount(inputs, 2);
  return [nth(inputs, 0), nth(inputs, 1)];
}

/**
 * The inputs of an operator that has three.
 *
 * @throws GraphError where there are not
 */
export function threeInputs({
  inputs,
}: Application): readonly [GraphValue, GraphValue, GraphValue] {
  expectCount(inputs, 3);
  return [nth(inputs, 0), nth(inputs, 1), nth(inputs, 2)];
}

/** @throws GraphError where the number of inputs is another */
function expectCount(inputs: readonly GraphValue[], count: number): void {
  if (inputs.length !== count) {
    throw new GraphError(`it takes ${count} ${count === 1 ? 'input' : 'inputs'}`);
  }
}

/**
 * Refuses a value that does not hold numbers with a fraction.
 *
 * @throws GraphError
 */
export function expectFloat({ type }: GraphValue): void {
  if (type !== 'float32' && type !== 'float64') {
    throw new GraphError(`it computes with float32 or float64, not ${type}`);
  }
}

/**
 * Refuses a value of another type.
 *
 * @throws GraphError
 */
export function expectType({ type }: GraphValue, expected: ElementType): void {
  if (type !== expected) throw new GraphError(`${type} is given where ${expected} is needed`);
}

/**
 * Refuses two values of different types.
 *
 * @throws GraphError
 */
export function expectSameType(a: GraphValue, b: GraphValue): void {
  if (a.type !== b.type) throw new GraphError('the types differ');
}

/**
 * The whole numbers that an input holds, such as a new shape: they must be known before the graph
 * is run, because shapes rest on them.
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
