import type { Block } from '../architecture/block.ts';
import type { SeparableConvolution } from '../architecture/operation.ts';
import { add, mul } from '../onnx/compose/arithmetic.ts';
import { depthwiseConvolution } from '../onnx/compose/depthwise-convolution.ts';
import { linear } from '../onnx/compose/matmul.ts';
import { concat, filled, pad, reshape, slice } from '../onnx/compose/shapes.ts';
import { softmax } from '../onnx/compose/softmax.ts';
import type { GraphBuilder } from '../onnx/graph-builder.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { attend, attendUniformly, PLAIN } from './attend.ts';
import { mergeHeads, partHeads, splitHeads, threeAxes } from './heads.ts';
import { linearLayer } from './layers.ts';
import type { OperationTaps } from './operation-taps.ts';
import { withoutPadding } from './padding.ts';
import type { PassContext } from './pass-context.ts';
import { tapped } from './tapped.ts';

/**
 * ConvBERT's mixed attention (Jiang et al. 2020, section 3) as the released code of FlexiBERT has it:
 * half the heads attend, half convolve with a kernel that every token makes for itself of its query
 * and of the span around it, `softmax(W (span * query))`. Both halves together are projected.
 *
 * In a linear pass attention and kernels are uniform; beyond the ends of a sequence a kernel finds
 * zeros.
 *
 * @param value [batch, length, h]
 */
export function buildSeparableConvolution(
  context: PassContext,
  { hiddenSize, numAttentionHeads, causal }: Block,
  { kernelSize }: SeparableConvolution,
  path: string,
  value: GraphValue,
): OperationTaps {
  const { builder, kind, names } = context;
  const heads = numAttentionHeads / 2;
  const divisor = Math.sqrt(hiddenSize / numAttentionHeads);
  const part = (projected: GraphValue): GraphValue => partHeads(builder, projected, heads);
  const project = (name: string): GraphValue =>
    tapped(builder, linearLayer(context, `${path}.${name}`, value));
  const values = project('self.value');
  const convolved = withoutPadding(context, project(names.convolutionOutput));
  const finish = (attended: GraphValue, others: GraphValue) => {
    const headOutputs = concat(builder, [attended, splitHeads(builder, others, heads)], 1);
    const mixed = linearLayer(context, `${path}.output.dense`, mergeHeads(builder, headOutputs));
    return { headOutputs, mixed };
  };
  if (kind === 'linear') {
    const kernels = filled(builder, 1 / kernelSize, [1, 1, 1, kernelSize]);
    const attended = attendUniformly(context, part(values), heads, { causal, window: null });
    return {
      projections: [{ name: 'value', value: values }],
      probabilities: null,
      kernels: null,
      ...finish(attended, convolve(builder, convolved, kernels)),
    };
  }
  const [query, key] = [project('self.query'), project('self.key')];
  const span = spanOf(context, path, withoutPadding(context, value));
  const kernelPath = `${path}.${names.convolutionKernel}`;
  const logits = linearLayer(context, kernelPath, mul(builder, span, query));
  const [batch, length] = threeAxes(value);
  const kernels = softmax(
    builder,
    reshape(builder, logits, [batch, length, heads, kernelSize]),
    -1,
  );
  const attended = attend(context, part(query), part(key), part(values), {
    ...PLAIN,
    causal,
    divisor,
  });
  return {
    projections: [
      { name: 'query', value: query },
      { name: 'key', value: key },
      { name: 'value', value: values },
    ],
    probabilities: attended.probabilities,
    kernels,
    ...finish(attended.context, convolve(builder, convolved, kernels)),
  };
}

/**
 * The keys of the spans around tokens: a convolution of every channel by itself, then a linear layer
 * over channels and a bias.
 */
function spanOf(
  { builder, weights, names }: PassContext,
  path: string,
  value: GraphValue,
): GraphValue {
  const depthwise = weights.get(`${path}.${names.depthwise}.weight`);
  const span = depthwiseConvolution(builder, value, depthwise);
  const pointwise = weights.get(`${path}.${names.pointwise}.weight`);
  const matrix = reshape(builder, pointwise, pointwise.shape.slice(0, 2));
  const bias = weights.get(`${path}.${names.pointwiseBias ?? `${names.pointwise}.bias`}`);
  return linear(builder, span, matrix, reshape(builder, bias, bias.shape.slice(0, 1)));
}

/**
 * The mean of each head's channels over the tokens around, by the kernel of token and head: the sum
 * over i of `kernel[t, i] value[t + i - (k - 1) / 2]`, zero beyond the ends.
 *
 * @param value [batch, length, heads * size]
 * @param kernels [batch, length, heads, kernel size], or 1 where they are all the same
 */
function convolve(builder: GraphBuilder, value: GraphValue, kernels: GraphValue): GraphValue {
  const [batch, length, width] = threeAxes(value);
  const [heads = 1, kernelSize = 1] = kernels.shape.slice(2);
  const reach = Math.floor(kernelSize / 2);
  const parted = reshape(builder, value, [batch, length, heads, width / heads]);
  const padded = pad(builder, parted, 1, reach, reach);
  const parts = Array.from({ length: kernelSize }, (_, index) => {
    const shifted = slice(builder, padded, 1, index, index + length);
    return mul(builder, shifted, slice(builder, kernels, 3, index, index + 1));
  });
  const sum = parts.reduce((left, right) => add(builder, left, right));
  return reshape(builder, sum, value.shape);
}
