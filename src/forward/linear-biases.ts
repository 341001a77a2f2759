import type { Positions } from '../architecture/positions.ts';
import { greater, mul, sub } from '../onnx/compose/arithmetic.ts';
import { cast } from '../onnx/compose/functions.ts';
import { where } from '../onnx/compose/selections.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { power } from '../elementary-functions.ts';
import { placesOf, type View } from './attention-mask.ts';
import { sharedValue, type PassContext } from './pass-context.ts';

/**
 * What attention with linear biases adds to scores (Press et al. 2022, section 3): minus the distance
 * of the two tokens by a slope of the head. Where tokens see those before them alone the place of
 * the key is enough: a softmax does not see what is the same for all keys.
 *
 * @param slopes of the heads
 * @returns broadcast to [batch, heads, length, length]
 */
export function linearBiases(
  context: PassContext,
  slopes: readonly number[],
  { causal }: View,
): GraphValue {
  const { builder } = context;
  return sharedValue(context, `linear biases ${slopes.join()} ${causal}`, () => {
    const ofHeads = builder.constant(slopes, [slopes.length, 1, 1]);
    const places = placesOf(context);
    const column = cast(builder, places.column, builder.type);
    if (causal) return mul(builder, column, ofHeads);
    const row = cast(builder, places.row, builder.type);
    const ahead = sub(builder, column, row);
    const isAhead = greater(builder, ahead, 0);
    const distance = where(builder, isAhead, sub(builder, row, column), ahead);
    return mul(builder, distance, ofHeads);
  });
}

/**
 * The slopes of n heads: `2^(-e i / n)` for i from 1 to n, e the exponent. Where n is no power of two,
 * those of the power below it, and then every second one of the power above it. They may be divided
 * as the scores are, as in Falcon.
 *
 * @param divisor of the scores
 */
export function slopesOf(
  { exponent = 8, divided = false }: Extract<Positions, { readonly kind: 'alibi' }>,
  heads: number,
  divisor: number,
): readonly number[] {
  const below = 2 ** Math.floor(Math.log2(heads));
  const own = Array.from({ length: below }, (_, i) => power(2, (-exponent * (i + 1)) / below));
  const others = Array.from({ length: heads - below }, (_, i) =>
    power(2, (-exponent * (2 * i + 1)) / (2 * below)),
  );
  return [...own, ...others].map((slope) => (divided ? slope / divisor : slope));
}
