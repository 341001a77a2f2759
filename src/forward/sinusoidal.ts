import { concat, reshape } from '../onnx/compose/shapes.ts';
import { cast, cos, sin } from '../onnx/compose/functions.ts';
import { mul } from '../onnx/compose/arithmetic.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { tokenPlaces } from './padding.ts';
import type { PassContext } from './pass-context.ts';
import { power } from '../elementary-functions.ts';

/**
 * The fixed vectors of positions, `sin(p / 10000^(2i / d))` in channel 2i and the cosine in the next
 * (Vaswani et al. 2017, section 3.5).
 *
 * @param d even
 * @returns broadcast to [batch, length, d]
 */
export function sinusoidalVectors(context: PassContext, d: number): GraphValue {
  const { builder, batch, sequenceLength, padding } = context;
  const frequencies = Array.from({ length: d / 2 }, (_, i) => power(10_000, (-2 * i) / d));
  if (padding === null) {
    const entries = Array.from({ length: sequenceLength }, (_, place) =>
      frequencies.flatMap((frequency) => [
        Math.sin(place * frequency),
        Math.cos(place * frequency),
      ]),
    );
    return builder.constant(entries.flat(), [sequenceLength, d]);
  }
  const places = cast(builder, tokenPlaces(context, padding), builder.type);
  const column = reshape(builder, places, [batch, sequenceLength, 1]);
  const angles = mul(builder, column, builder.constant(frequencies));
  const pairs = [sin(builder, angles), cos(builder, angles)].map((wave) =>
    reshape(builder, wave, [batch, sequenceLength, d / 2, 1]),
  );
  return reshape(builder, concat(builder, pairs, 3), [batch, sequenceLength, d]);
}
