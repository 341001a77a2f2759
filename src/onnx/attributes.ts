import type { Attribute, Attributes } from './graph.ts';
import { GraphError } from './graph-error.ts';

/** A whole number as an attribute. */
export const int = (value: number): Attribute => ({ kind: 'int', value });

/** A list of whole numbers as an attribute. */
export const ints = (value: readonly number[]): Attribute => ({ kind: 'ints', value });

/** A number as an attribute; ONNX keeps it in single precision. */
export const float = (value: number): Attribute => ({ kind: 'float', value });

/** A string as an attribute. */
export const text = (value: string): Attribute => ({ kind: 'string', value });

/**
 * The whole number in an attribute, or `fallback` where it is not set.
 *
 * @throws GraphError where it is of another kind, or not set without a fallback
 */
export function intOf(attributes: Attributes, name: string, fallback?: number): number {
  const attribute = attributes[name];
  if (attribute?.kind === 'int') return attribute.value;
  if (attribute !== undefined || fallback === undefined) {
    throw new GraphError(`${name} must be set to a whole number`);
  }
  return fallback;
}

/**
 * The list of whole numbers in an attribute.
 *
 * @throws GraphError where it is of another kind or not set
 */
export function intsOf(attributes: Attributes, name: string): readonly number[] {
  const attribute = attributes[name];
  if (attribute?.kind !== 'ints') throw new GraphError(`${name} must be set to whole numbers`);
  return attribute.value;
}

/**
 * The number in an attribute, rounded to single precision as ONNX keeps it.
 *
 * @throws GraphError where it is of another kind or not set
 */
export function floatOf(attributes: Attributes, name: string): number {
  const attribute = attributes[name];
  if (attribute?.kind !== 'float') throw new GraphError(`${name} must be set to a number`);
  return Math.fround(attribute.value);
}
