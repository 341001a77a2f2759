import { layerNorm } from '../onnx/compose/layer-norm.ts';
import { linear } from '../onnx/compose/matmul.ts';
import { rmsNorm } from '../onnx/compose/rms-norm.ts';
import { filled } from '../onnx/compose/shapes.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { nth } from '../onnx/shape.ts';
import type { PassContext } from './pass-context.ts';

/** The linear layer of a path, with bias if the model has one: [..., in] becomes [..., out]. */
export function linearLayer(
  { builder, weights }: PassContext,
  path: string,
  value: GraphValue,
): GraphValue {
  const bias = weights.has(`${path}.bias`) ? weights.get(`${path}.bias`) : null;
  return linear(builder, value, weights.get(`${path}.weight`), bias);
}

/**
 * The norm of a path over the last axis, with the scale and the shift that the norms of the model
 * have; in a linear pass the value itself.
 */
export function normLayer(context: PassContext, path: string, value: GraphValue): GraphValue {
  if (context.kind === 'linear') return value;
  const { weights, normKind } = context;
  const parameter = (name: string, kinds: readonly string[]): GraphValue | null =>
    kinds.includes(normKind) ? weights.get(`${path}.${name}`) : null;
  return normalized(
    context,
    value,
    parameter('weight', ['layer-norm', 'unshifted-norm', 'rms-norm']),
    parameter('bias', ['layer-norm']),
  );
}

/**
 * What the norms of the model make of a value, with a given scale and shift.
 *
 * @param scale [width]; null for none
 * @param shift [width]; null for none
 */
export function normalized(
  { builder, normKind, normEpsilon }: PassContext,
  value: GraphValue,
  scale: GraphValue | null,
  shift: GraphValue | null,
): GraphValue {
  if (normKind === 'rms-norm') return rmsNorm(builder, value, scale, normEpsilon);
  const width = nth(value.shape, value.shape.length - 1);
  const constant = (entry: number): GraphValue => filled(builder, entry, [width]);
  return layerNorm(builder, value, scale ?? constant(1), shift ?? constant(0), normEpsilon);
}
