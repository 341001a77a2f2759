import type { Block } from '../architecture/block.ts';
import { add } from '../onnx/compose/arithmetic.ts';
import { convolution as convolve } from '../onnx/compose/convolution.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { activate } from './activations.ts';
import { normLayer } from './layers.ts';
import { withoutPadding } from './padding.ts';
import type { PassContext } from './pass-context.ts';

/**
 * What a block gives where it has a convolution (He et al. 2021, `ConvLayer` of DeBERTa-v2): the norm
 * of `output + activation(convolution(input))`, the convolution over the input of the block with zeros
 * beyond the ends of a sequence; otherwise its output.
 *
 * @param index of the block, from 0
 * @param input of the block, [batch, length, h]
 * @param output of its feed-forward layers, residual and norm, [batch, length, h]
 */
export function buildBlockConvolution(
  context: PassContext,
  { convolution }: Block,
  index: number,
  input: GraphValue,
  output: GraphValue,
): GraphValue {
  if (convolution === null) return output;
  const { builder, weights, names } = context;
  const path = index === 0 ? names.convolution : `${names.convolution}.${index}`;
  const convolved = convolve(
    builder,
    withoutPadding(context, input),
    weights.get(`${path}.conv.weight`),
    weights.get(`${path}.conv.bias`),
  );
  const activated = activate(context, convolution.activation, convolved);
  return normLayer(context, `${path}.LayerNorm`, add(builder, output, activated));
}
