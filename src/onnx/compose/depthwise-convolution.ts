import { int, ints } from '../attributes.ts';
import type { Builder, GraphValue } from '../graph.ts';
import { nth } from '../shape.ts';
import { add, mul } from './arithmetic.ts';
import { pad, reshape, slice, transpose } from './shapes.ts';

/**
 * Every channel convolved along the length with a kernel of its own, as PyTorch's `conv1d` with
 * as many groups has it: entry `t` is the sum over `j` of `w[j] x[t + j - (kernel - 1) / 2]`, and
 * 0 outside. In float32 one Conv, in float64, where onnxruntime has none, a sum of shifted
 * products: Conv was faster forward, and with its gradients for kernels of 9 but not clearly of 5.
 *
 * @param value [batch, length, channels]
 * @param weight [channels, 1, kernel] with an odd kernel
 * @returns [batch, length, channels]
 */
export function depthwiseConvolution(
  builder: Builder,
  value: GraphValue,
  weight: GraphValue,
): GraphValue {
  const around = (nth(weight.shape, 2) - 1) / 2;
  if (value.type === 'float64') return sumOfShifts(builder, value, weight, around);
  const channelsFirst = transpose(builder, value, [0, 2, 1]);
  return transpose(
    builder,
    convolveChannels(builder, channelsFirst, weight, around, around),
    [0, 2, 1],
  );
}

/**
 * The operator Conv, of [batch, channels, length] with [channels, 1, kernel].
 *
 * @param before zeros put before the length
 * @param after zeros put after it
 */
export function convolveChannels(
  builder: Builder,
  value: GraphValue,
  weight: GraphValue,
  before: number,
  after: number,
): GraphValue {
  return builder.apply('Conv', [value, weight], {
    group: int(nth(value.shape, 1)),
    pads: ints([before, after]),
  });
}

function sumOfShifts(
  builder: Builder,
  value: GraphValue,
  weight: GraphValue,
  around: number,
): GraphValue {
  const [channels, length] = [nth(weight.shape, 0), nth(value.shape, 1)];
  const kernel = nth(weight.shape, 2);
  const byPlace = transpose(builder, reshape(builder, weight, [channels, kernel]), [1, 0]);
  const padded = pad(builder, value, 1, around, around);
  const products = Array.from({ length: kernel }, (_, place) =>
    mul(
      builder,
      slice(builder, padded, 1, place, place + length),
      slice(builder, byPlace, 0, place, place + 1),
    ),
  );
  return products.reduce((sum, product) => add(builder, sum, product));
}
