import { mapBothBeneath } from './beneath-reshape.ts';
import type { Builder, GraphValue } from '../graph.ts';
import { GraphError } from '../graph-error.ts';
import { broadcastShape, sameShape } from '../shape.ts';

/** A value of a graph, or a number that becomes a constant of the other operand's type. */
export type Operand = GraphValue | number;

/** An operator on the entries of two operands. */
type Binary = (builder: Builder, a: Operand, b: Operand) => GraphValue;

const entrywiseOperator =
  (operator: string): Binary =>
  (builder, a, b) =>
    binary(builder, operator, a, b);

/** The sum of entries; shapes are broadcast. */
export const add = entrywiseOperator('Add');

/** The difference of entries; shapes are broadcast. */
export const sub = entrywiseOperator('Sub');

/** The product of entries; shapes are broadcast. */
export function mul(builder: Builder, a: Operand, b: Operand): GraphValue {
  if (typeof a !== 'number' && typeof b !== 'number') {
    // Backward passes begin with a gradient of 1.
    if (isOnes(builder, a, b)) return b;
    if (isOnes(builder, b, a)) return a;
  }
  return binary(builder, 'Mul', a, b);
}

/** The quotient of entries; shapes are broadcast. */
export const div = entrywiseOperator('Div');

/** Where an entry is greater than the other; a boolean tensor. */
export const greater = entrywiseOperator('Greater');

/** Where an entry is less than the other; a boolean tensor. */
export const less = entrywiseOperator('Less');

/** Where entries are equal; a boolean tensor. */
export const equal = entrywiseOperator('Equal');

function binary(builder: Builder, operator: string, a: Operand, b: Operand): GraphValue {
  if (typeof a === 'number') {
    if (typeof b === 'number') throw new GraphError(`${operator} of two numbers is no graph`);
    return binary(builder, operator, builder.constant(a, [], b.type), b);
  }
  if (typeof b === 'number') return binary(builder, operator, a, builder.constant(b, [], a.type));
  // One after the other: with both at once, the result might be smaller than requested.
  const left = narrowed(builder, a, b);
  const right = narrowed(builder, b, left);
  return mapBothBeneath(builder, left, right, (x, y) => builder.apply(operator, [x, y]));
}

/** Whether a value is a constant 1, alone or expanded, so that the product is the other. */
function isOnes(builder: Builder, value: GraphValue, other: GraphValue): boolean {
  const source = narrowed(builder, value, other);
  const data = builder.constantOf(source)?.data;
  if (data?.length !== 1 || data[0] !== 1 || source.type !== other.type) return false;
  return sameShape(broadcastShape(source.shape, other.shape), other.shape);
}

/** The source of an expanded value, where the operator broadcasts it to the same shape anyway. */
function narrowed(builder: Builder, value: GraphValue, other: GraphValue): GraphValue {
  const producer = builder.producerOf(value);
  const source = producer?.inputs[0];
  if (producer?.operator !== 'Expand' || source === undefined) return value;
  const shape = broadcastShape(value.shape, other.shape);
  return sameShape(shape, broadcastShape(source.shape, other.shape)) ? source : value;
}
