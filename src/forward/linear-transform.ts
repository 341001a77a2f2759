import type { Block } from '../architecture/block.ts';
import type { LinearTransform } from '../architecture/operation.ts';
import { add, sub } from '../onnx/compose/arithmetic.ts';
import { abs } from '../onnx/compose/functions.ts';
import { matmul } from '../onnx/compose/matmul.ts';
import { transpose } from '../onnx/compose/shapes.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { mergeHeads, splitHeads, threeAxes } from './heads.ts';
import { linearLayer } from './layers.ts';
import type { OperationTaps } from './operation-taps.ts';
import { paddedTransformMatrix } from './padding.ts';
import { sharedValue, type PassContext } from './pass-context.ts';
import { tapped } from './tapped.ts';
import { transformMatrix, type TransformPart } from './transform-matrix.ts';

/**
 * A linear layer and then, within each head, a transform over tokens and channels at once, without
 * normalization: the real part of the discrete Fourier transform, as in FNet (Lee-Thorp et al.
 * 2022), or the discrete cosine transform (DCT-II). So the released code of FlexiBERT has it
 * (Serianni and Kalita 2023); FNet's own acts over all channels together.
 *
 * With C and S the cosines and sines, `Re(F X F) = C X C - S X S`. In a linear pass the entries of
 * these matrices count by their magnitudes, as weights do: `|C| X |C| + |S| X |S|`. Of a padded
 * sequence the tokens alone are transformed.
 *
 * @param value [batch, length, h]
 */
export function buildLinearTransform(
  context: PassContext,
  { numAttentionHeads }: Block,
  { transform }: LinearTransform,
  path: string,
  value: GraphValue,
): OperationTaps {
  const { builder, kind, padding } = context;
  const input = tapped(builder, linearLayer(context, `${path}.self.input`, value));
  const parted = splitHeads(builder, input, numAttentionHeads);
  const [, length, width] = threeAxes(value);
  const size = width / numAttentionHeads;
  const both = (part: TransformPart): GraphValue => {
    const rows =
      padding === null
        ? matrix(context, part, length)
        : paddedTransformMatrix(context, padding, part);
    const columns = transpose(builder, matrix(context, part, size), [1, 0]);
    return matmul(builder, matmul(builder, rows, parted), columns);
  };
  const join = kind === 'linear' ? add : sub;
  const headOutputs =
    transform === 'discrete-fourier'
      ? join(builder, both('cosine'), both('sine'))
      : both('discrete-cosine');
  return {
    projections: [{ name: 'input', value: input }],
    probabilities: null,
    kernels: null,
    headOutputs,
    mixed: mergeHeads(builder, headOutputs),
  };
}

function matrix(context: PassContext, part: TransformPart, n: number): GraphValue {
  const { builder, kind } = context;
  return sharedValue(context, `${part} ${n}`, () => {
    const value = builder.constant(transformMatrix(part, n), [n, n]);
    return kind === 'linear' ? abs(builder, value) : value;
  });
}
