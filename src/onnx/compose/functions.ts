import { mapBeneath } from './beneath-reshape.ts';
import { int } from '../attributes.ts';
import { type Builder, type ElementType, type GraphValue, ONNX_ELEMENT_TYPES } from '../graph.ts';

/** A function that maps every entry by itself. */
type Unary = (builder: Builder, value: GraphValue) => GraphValue;

const unary =
  (operator: string): Unary =>
  (builder, value) =>
    mapBeneath(builder, value, (entries) => builder.apply(operator, [entries]));

/** `-x`. */
export const neg: Unary = unary('Neg');

/** `|x|`. */
export const abs: Unary = unary('Abs');

/** The square root. */
export const sqrt: Unary = unary('Sqrt');

/** `e^x`. */
export const exp: Unary = unary('Exp');

/** The natural logarithm. */
export const log: Unary = unary('Log');

/** `1 / x`. */
export const reciprocal: Unary = unary('Reciprocal');

/** -1, 0 or 1. */
export const sign: Unary = unary('Sign');

/** The sine. onnxruntime's CPU provider has it and the cosine in both float types. */
export const sin: Unary = unary('Sin');

/** The cosine. */
export const cos: Unary = unary('Cos');

/** The error function. onnxruntime's CPU provider has it in float32 only. */
export const erf: Unary = unary('Erf');

/** The hyperbolic tangent. */
export const tanh: Unary = unary('Tanh');

/** `1 / (1 + e^-x)`. */
export const sigmoid: Unary = unary('Sigmoid');

/** `max(x, 0)`. */
export const relu: Unary = unary('Relu');

/** The same value under a name of its own: a place where a gradient can be taken apart. */
export const identity: Unary = (builder, value) => builder.apply('Identity', [value]);

/** `x * x`. */
export const square: Unary = (builder, value) =>
  mapBeneath(builder, value, (entries) => builder.apply('Mul', [entries, entries]));

/** The same numbers in another type; false is 0 and true is 1. */
export function cast(builder: Builder, value: GraphValue, type: ElementType): GraphValue {
  if (value.type === type) return value;
  return builder.apply('Cast', [value], { to: int(ONNX_ELEMENT_TYPES[type]) });
}
