import { add, greater, less, sub } from '../onnx/compose/arithmetic.ts';
import { where } from '../onnx/compose/selections.ts';
import { reshape } from '../onnx/compose/shapes.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { paddingMask, tokenPlaces } from './padding.ts';
import { sharedValue, type PassContext } from './pass-context.ts';

/** Added to the score of a token that may not be seen; its exponential is 0 in any precision. */
const NEVER = -1e9;

/** What a token may see. */
export interface View {
  /** Whether it sees only itself and the tokens before it. */
  readonly causal: boolean;
  /** How many it sees in all, or, where it sees both sides, twice as many as on each; null for all. */
  readonly window: number | null;
}

/** What is added to scores, broadcast to [batch, heads, length, length]; null where all may be seen. */
export function maskOf(context: PassContext, view: View): GraphValue | null {
  const { builder, padding } = context;
  if (padding === null) return hidingMask(context, view);
  return sharedValue(context, `padding and ${keyOf(view)}`, () => {
    const mask = paddingMask(context, padding, NEVER);
    const hiding = hidingMask(context, view);
    return hiding === null ? mask : add(builder, mask, hiding);
  });
}

/**
 * [length, length]: row i has the same share of every token that i may see, and 0 of any other.
 *
 * @param others how many others have a share, too
 */
export function uniformShares(context: PassContext, view: View, others: number): GraphValue {
  const { builder, sequenceLength: n } = context;
  return sharedValue(context, `shares ${others} ${keyOf(view)}`, () => {
    const shares = Array.from({ length: n }, (_, row) => {
      const { first, last } = rangeOf(view, row, n);
      return 1 / (last - first + 1 + others);
    });
    return hidingBy(context, view).reduce(
      (share, hidden) => where(builder, hidden, builder.constant(0), share),
      builder.constant(shares, [n, 1]),
    );
  });
}

/** Whether every token sees every other one. */
export function seesAll({ causal, window }: View): boolean {
  return !causal && window === null;
}

function rangeOf(
  { causal, window }: View,
  row: number,
  n: number,
): { first: number; last: number } {
  const before = window === null ? n : causal ? window - 1 : Math.floor(window / 2);
  return {
    first: Math.max(0, row - before),
    last: causal ? row : Math.min(n - 1, row + before),
  };
}

function hidingMask(context: PassContext, view: View): GraphValue | null {
  if (seesAll(view)) return null;
  const { builder } = context;
  return sharedValue(context, `hidden ${keyOf(view)}`, () => {
    const [zero, never] = [builder.constant(0), builder.constant(NEVER)];
    return hidingBy(context, view).reduce(
      (mask, hidden) => where(builder, hidden, never, mask),
      zero,
    );
  });
}

/** Conditions of which each hides the token of a column from that of a row. */
function hidingBy(context: PassContext, { causal, window }: View): readonly GraphValue[] {
  const { builder } = context;
  const { column, row } = placesOf(context);
  const conditions = causal ? [greater(builder, column, row)] : [];
  if (window === null) return conditions;
  const before = causal ? window - 1 : Math.floor(window / 2);
  conditions.push(less(builder, column, sub(builder, row, before)));
  if (!causal) conditions.push(greater(builder, column, add(builder, row, before)));
  return conditions;
}

/** The places of tokens, broadcast to [batch, 1, length, length] where they differ, or [length, length]. */
export function placesOf(context: PassContext): {
  readonly column: GraphValue;
  readonly row: GraphValue;
} {
  const { builder, batch, sequenceLength: n, padding } = context;
  if (padding === null) {
    const places = Array.from({ length: n }, (_, index) => index);
    return { column: builder.constant(places, [1, n]), row: builder.constant(places, [n, 1]) };
  }
  const places = tokenPlaces(context, padding);
  return {
    column: reshape(builder, places, [batch, 1, 1, n]),
    row: reshape(builder, places, [batch, 1, n, 1]),
  };
}

function keyOf({ causal, window }: View): string {
  return `${causal} ${window}`;
}
