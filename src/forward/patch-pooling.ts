import type { PatchPooling } from '../architecture/block.ts';
import { add, mul } from '../onnx/compose/arithmetic.ts';
import { concat, pad, reshape, slice, transpose } from '../onnx/compose/shapes.ts';
import type { GraphBuilder } from '../onnx/graph-builder.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { nth } from '../onnx/shape.ts';
import { threeAxes } from './heads.ts';
import { linearLayer } from './layers.ts';
import type { PassContext } from './pass-context.ts';

/**
 * Fewer and wider patches (Heo et al. 2021, section 3.2): a convolution over each channel alone, with
 * zeros around the square of patches, gives as many outputs of a channel as make the new width; the
 * learned vectors before the patches go through a linear layer.
 *
 * @param path of the weights that lead from the block to the next one
 * @param extra vectors before the patches
 * @param value [batch, extra + side * side, h]
 * @returns [batch, extra + ceil(side / stride) ** 2, width]
 */
export function poolPatches(
  context: PassContext,
  { kernelSize: k, stride }: PatchPooling,
  path: string,
  extra: number,
  value: GraphValue,
): GraphValue {
  const { builder, weights } = context;
  const [batch, length, channels] = threeAxes(value);
  const kernel = weights.get(`${path}.pooling.weight`);
  const width = nth(kernel.shape, 0);
  const side = Math.sqrt(length - extra);
  const pooled = Math.ceil(side / stride);
  const before = (k - 1) / 2;
  const after = before + stride * pooled - side;
  const square = reshape(builder, slice(builder, value, 1, extra, length), [
    ...[batch, side, side],
    channels,
  ]);
  const padded = pad(builder, pad(builder, square, 1, before, after), 2, before, after);
  const ofTaps = transpose(
    builder,
    reshape(builder, kernel, [channels, width / channels, k * k]),
    [2, 0, 1],
  );
  const steps = { stride, count: pooled };
  const terms: GraphValue[] = [];
  for (let row = 0; row < k; row++) {
    const ofRow = everyOther(builder, padded, 1, row, steps);
    for (let column = 0; column < k; column++) {
      const seen = everyOther(builder, ofRow, 2, column, steps);
      const tap = terms.length;
      terms.push(
        mul(
          builder,
          reshape(builder, seen, [batch, pooled, pooled, channels, 1]),
          reshape(builder, slice(builder, ofTaps, 0, tap, tap + 1), [channels, width / channels]),
        ),
      );
    }
  }
  const sum = terms.reduce((left, right) => add(builder, left, right));
  const patches = add(
    builder,
    reshape(builder, sum, [batch, pooled * pooled, width]),
    weights.get(`${path}.pooling.bias`),
  );
  if (extra === 0) return patches;
  const tokens = linearLayer(context, `${path}.projection`, slice(builder, value, 1, 0, extra));
  return concat(builder, [tokens, patches], 1);
}

/** As many entries along an axis, from one on and in steps of a stride. */
function everyOther(
  builder: GraphBuilder,
  value: GraphValue,
  axis: number,
  start: number,
  { stride, count }: { readonly stride: number; readonly count: number },
): GraphValue {
  const kept = slice(builder, value, axis, start, start + stride * count);
  if (stride === 1) return kept;
  const parted = reshape(builder, kept, kept.shape.toSpliced(axis, 1, count, stride));
  const firsts = slice(builder, parted, axis + 1, 0, 1);
  return reshape(builder, firsts, kept.shape.with(axis, count));
}
