import type { Builder, GraphValue } from '../graph.ts';
import { nth } from '../shape.ts';
import { add } from './arithmetic.ts';
import { matmul } from './matmul.ts';
import { concat, pad, reshape, slice, transpose } from './shapes.ts';

/**
 * A convolution along the length in groups of channels, as PyTorch's `conv1d` has it with as many
 * zeros before and after as keep the length: entry `t` of a channel is the sum over the channels of its
 * group and over `j` of `w[j] x[t + j - (kernel - 1) / 2]`, and a bias. One product of matrices for
 * each group over the shifted inputs side by side, since the runtime's own convolution has neither
 * float64 nor a gradient.
 *
 * @param value [batch, length, channels]
 * @param weight [outputs, channels / groups, kernel] with an odd kernel
 * @param bias [outputs]
 * @returns [batch, length, outputs]
 */
export function convolution(
  builder: Builder,
  value: GraphValue,
  weight: GraphValue,
  bias: GraphValue,
): GraphValue {
  const batch = nth(value.shape, 0);
  const length = nth(value.shape, 1);
  const channels = nth(value.shape, 2);
  const outputs = nth(weight.shape, 0);
  const width = nth(weight.shape, 1);
  const kernel = nth(weight.shape, 2);
  const groups = channels / width;
  const padded = pad(builder, value, 1, (kernel - 1) / 2, (kernel - 1) / 2);
  const shifted = Array.from({ length: kernel }, (_, place) =>
    reshape(builder, slice(builder, padded, 1, place, place + length), [
      batch * length,
      groups,
      width,
    ]),
  );
  const inputs = transpose(builder, concat(builder, shifted, 2), [1, 0, 2]);
  const ofGroups = reshape(builder, weight, [groups, outputs / groups, width, kernel]);
  const matrices = reshape(builder, transpose(builder, ofGroups, [0, 3, 2, 1]), [
    groups,
    kernel * width,
    outputs / groups,
  ]);
  const products = transpose(builder, matmul(builder, inputs, matrices), [1, 0, 2]);
  return add(builder, reshape(builder, products, [batch, length, outputs]), bias);
}
