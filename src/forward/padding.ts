import { add, div, equal, mul, sub } from '../onnx/compose/arithmetic.ts';
import { cumulativeSum } from '../onnx/compose/cumulative-sum.ts';
import { cast, cos, sin } from '../onnx/compose/functions.ts';
import { reduceMax } from '../onnx/compose/reductions.ts';
import { where } from '../onnx/compose/selections.ts';
import { reshape } from '../onnx/compose/shapes.ts';
import type { GraphValue } from '../onnx/graph.ts';
import type { Padding } from './forward-pass.ts';
import { sharedValue, type PassContext } from './pass-context.ts';
import type { TransformPart } from './transform-matrix.ts';

/**
 * The place of every token among those of its sequence, int64 [batch, length]; 0 for padding. Padding
 * on the left shifts no token, as it shifts none in what `transformers` generates.
 */
export function tokenPlaces(context: PassContext, { attentionMask }: Padding): GraphValue {
  const { builder } = context;
  return sharedValue(context, 'places', () => {
    const counted = cumulativeSum(builder, attentionMask, 1);
    return mul(builder, sub(builder, counted, 1), attentionMask);
  });
}

/** A value [batch, length, width] with zeros for padding: what lies beyond the ends of a sequence. */
export function withoutPadding(context: PassContext, value: GraphValue): GraphValue {
  const { builder, padding, batch, sequenceLength } = context;
  if (padding === null) return value;
  const kept = sharedValue(context, 'kept', () =>
    reshape(builder, cast(builder, padding.attentionMask, builder.type), [
      batch,
      sequenceLength,
      1,
    ]),
  );
  return mul(builder, value, kept);
}

/** [batch, 1, 1, length]: 0 for tokens, `never` for padding. */
export function paddingMask(
  { builder, batch, sequenceLength }: PassContext,
  { attentionMask }: Padding,
  never: number,
): GraphValue {
  const row = reshape(builder, attentionMask, [batch, 1, 1, sequenceLength]);
  return where(builder, equal(builder, row, 0), builder.constant(never), builder.constant(0));
}

/**
 * The matrix of a fixed transform over the tokens of each sequence, [batch, 1, length, length]: what
 * `transformMatrix` gives for as many, in the rows and columns of tokens, and 0 in those of padding.
 */
export function paddedTransformMatrix(
  context: PassContext,
  padding: Padding,
  part: TransformPart,
): GraphValue {
  const { builder, batch, sequenceLength } = context;
  const columnOf = (value: GraphValue): GraphValue =>
    reshape(builder, value, [batch, 1, sequenceLength, 1]);
  const rowOf = (value: GraphValue): GraphValue =>
    reshape(builder, value, [batch, 1, 1, sequenceLength]);
  const float = (value: GraphValue): GraphValue => cast(builder, value, builder.type);
  const isCosine = part === 'discrete-cosine';
  return sharedValue(context, `padded ${part}`, () => {
    const places = tokenPlaces(context, padding);
    const last = reduceMax(builder, float(places), [1], true);
    const count = add(builder, cast(builder, last, 'int64'), 1);
    const turn = reshape(builder, isCosine ? mul(builder, count, 4) : count, [batch, 1, 1, 1]);
    const row = rowOf(places);
    const odd = isCosine ? add(builder, mul(builder, row, 2), 1) : row;
    const steps = mul(builder, columnOf(places), odd);
    // Whole turns are taken off while the numbers are whole.
    const rest = sub(builder, steps, mul(builder, div(builder, steps, turn), turn));
    const angle = div(builder, mul(builder, float(rest), 2 * Math.PI), float(turn));
    const wave = part === 'sine' ? sin(builder, angle) : cos(builder, angle);
    const { attentionMask } = padding;
    const kept = mul(builder, columnOf(float(attentionMask)), rowOf(float(attentionMask)));
    return mul(builder, isCosine ? mul(builder, wave, 2) : wave, kept);
  });
}
