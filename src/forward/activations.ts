import type { Activation } from '../architecture/activation.ts';
import { add, div, mul, sub } from '../onnx/compose/arithmetic.ts';
import { erf, identity, neg, relu, sigmoid, square, tanh } from '../onnx/compose/functions.ts';
import { gelu } from '../onnx/compose/gelu.ts';
import type { GraphBuilder } from '../onnx/graph-builder.ts';
import type { GraphValue } from '../onnx/graph.ts';
import type { PassContext } from './pass-context.ts';

type Unary = (builder: GraphBuilder, value: GraphValue) => GraphValue;

/** An activation function; in a linear pass the value itself. */
export function activate(
  { builder, kind }: PassContext,
  activation: Activation,
  value: GraphValue,
): GraphValue {
  return kind === 'linear' ? value : COMPOSED[activation](builder, value);
}

/** The slope of a leaky ReLU below 0, PyTorch's. */
const LEAK = 0.01;

/** Mean and standard deviation of the Laplace activation (Ma et al. 2022, appendix). */
const LAPLACE = { mean: Math.SQRT1_2, deviation: Math.sqrt(1 / (4 * Math.PI)) };

const COMPOSED: Readonly<Record<Activation, Unary>> = {
  gelu,
  'gelu-tanh': tanhGelu,
  'gelu-10': (builder, value) => atMost(builder, gelu(builder, value), 10),
  'quick-gelu': (builder, value) =>
    mul(builder, value, sigmoid(builder, mul(builder, value, 1.702))),
  relu,
  'relu-squared': (builder, value) => square(builder, relu(builder, value)),
  relu6: (builder, value) => atMost(builder, relu(builder, value), 6),
  'leaky-relu': (builder, value) => {
    const below = relu(builder, neg(builder, value));
    return sub(builder, relu(builder, value), mul(builder, below, LEAK));
  },
  silu: (builder, value) => mul(builder, value, sigmoid(builder, value)),
  sigmoid,
  tanh,
  mish,
  laplace: (builder, value) => {
    const distance = sub(builder, value, LAPLACE.mean);
    const bent = erf(builder, div(builder, distance, LAPLACE.deviation * Math.SQRT2));
    return mul(builder, add(builder, bent, 1), 0.5);
  },
  linear: identity,
};

/** `x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3)))` (Hendrycks and Gimpel 2016, section 2). */
function tanhGelu(builder: GraphBuilder, value: GraphValue): GraphValue {
  const cube = mul(builder, mul(builder, value, value), value);
  const inner = add(builder, value, mul(builder, cube, 0.044715));
  const bent = tanh(builder, mul(builder, inner, Math.sqrt(2 / Math.PI)));
  return mul(builder, mul(builder, value, 0.5), add(builder, bent, 1));
}

/**
 * `x tanh(ln(1 + e^x))` (Misra 2019). With p and q the sigmoids of x and -x that is
 * `x p (1 + q) / (1 + q^2)`, in which nothing overflows.
 */
function mish(builder: GraphBuilder, value: GraphValue): GraphValue {
  const p = sigmoid(builder, value);
  const q = sigmoid(builder, neg(builder, value));
  const bent = div(builder, add(builder, q, 1), add(builder, square(builder, q), 1));
  return mul(builder, mul(builder, value, p), bent);
}

/** The lesser of each entry and a number. */
export function atMost(builder: GraphBuilder, value: GraphValue, most: number): GraphValue {
  return sub(builder, value, relu(builder, sub(builder, value, most)));
}
