import { ACTIVATIONS, type Activation } from '../architecture/activation.ts';
import { add, mul } from '../onnx/compose/arithmetic.ts';
import { identity, relu, sigmoid, square, tanh } from '../onnx/compose/functions.ts';
import { gelu } from '../onnx/compose/gelu.ts';
import { layerNorm } from '../onnx/compose/layer-norm.ts';
import { linear } from '../onnx/compose/matmul.ts';
import type { GraphBuilder } from '../onnx/graph-builder.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { GraphError } from '../onnx/graph-error.ts';
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

/** The norm of a path over the last axis; in a linear pass the value itself. */
export function normLayer(
  { builder, weights, normEpsilon, kind }: PassContext,
  path: string,
  value: GraphValue,
): GraphValue {
  if (kind === 'linear') return value;
  const scale = weights.get(`${path}.weight`);
  return layerNorm(builder, value, scale, weights.get(`${path}.bias`), normEpsilon);
}

/**
 * An activation function; in a linear pass the value itself.
 *
 * @throws GraphError on one that can't be run
 */
export function activate(
  { builder, kind }: PassContext,
  activation: Activation,
  value: GraphValue,
): GraphValue {
  if (kind === 'linear') return value;
  const compose = COMPOSED[activation];
  if (compose === undefined) throw new GraphError(`no operators compose ${activation}`);
  return compose(builder, value);
}

type Unary = (builder: GraphBuilder, value: GraphValue) => GraphValue;

const COMPOSED: Readonly<Partial<Record<Activation, Unary>>> = {
  gelu,
  'gelu-tanh': tanhGelu,
  'quick-gelu': (builder, value) =>
    mul(builder, value, sigmoid(builder, mul(builder, value, 1.702))),
  relu,
  'relu-squared': (builder, value) => square(builder, relu(builder, value)),
  silu: (builder, value) => mul(builder, value, sigmoid(builder, value)),
  sigmoid,
  tanh,
  linear: identity,
};

/** The activation functions that can be run. */
export const RUNNABLE_ACTIVATIONS = ACTIVATIONS.filter((name) => Object.hasOwn(COMPOSED, name));

/** `x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3)))` (Hendrycks and Gimpel 2016, section 2). */
function tanhGelu(builder: GraphBuilder, value: GraphValue): GraphValue {
  const cube = mul(builder, mul(builder, value, value), value);
  const inner = add(builder, value, mul(builder, cube, 0.044715));
  const bent = tanh(builder, mul(builder, inner, Math.sqrt(2 / Math.PI)));
  return mul(builder, mul(builder, value, 0.5), add(builder, bent, 1));
}
