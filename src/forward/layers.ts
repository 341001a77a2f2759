import { add, mul } from '../onnx/compose/arithmetic.ts';
import { layerNorm } from '../onnx/compose/layer-norm.ts';
import { linear, matmul } from '../onnx/compose/matmul.ts';
import { rmsNorm } from '../onnx/compose/rms-norm.ts';
import { filled, reshape, transpose } from '../onnx/compose/shapes.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { nth } from '../onnx/shape.ts';
import { threeAxes } from './heads.ts';
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
 * A layer whose inputs and outputs are divided into groups, each with a matrix of its own (Jiang et al.
 * 2020, section 4.2): [batch, length, in] becomes [batch, length, out]. Its weight is groups x in of a
 * group x out of a group.
 */
export function groupedLayer(
  { builder, weights }: PassContext,
  path: string,
  value: GraphValue,
): GraphValue {
  const [batch, length] = threeAxes(value);
  const matrices = weights.get(`${path}.weight`);
  const [groups, inputs, outputs] = threeAxes(matrices);
  const parted = reshape(builder, value, [batch * length, groups, inputs]);
  const products = matmul(builder, transpose(builder, parted, [1, 0, 2]), matrices);
  const joined = transpose(builder, products, [1, 0, 2]);
  const whole = reshape(builder, joined, [batch, length, groups * outputs]);
  const bias = `${path}.bias`;
  return weights.has(bias) ? add(builder, whole, weights.get(bias)) : whole;
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
    parameter('weight', ['layer-norm', 'unshifted-norm', 'rms-norm', 'scale-and-shift']),
    parameter('bias', ['layer-norm', 'scale-and-shift']),
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
  if (normKind === 'scale-and-shift') {
    const scaled = scale === null ? value : mul(builder, value, scale);
    return shift === null ? scaled : add(builder, scaled, shift);
  }
  const width = nth(value.shape, value.shape.length - 1);
  const constant = (entry: number): GraphValue => filled(builder, entry, [width]);
  return layerNorm(builder, value, scale ?? constant(1), shift ?? constant(0), normEpsilon);
}
