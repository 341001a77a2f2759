import { add, div, greater } from '../onnx/compose/arithmetic.ts';
import { matmul } from '../onnx/compose/matmul.ts';
import { reduceMean } from '../onnx/compose/reductions.ts';
import { where } from '../onnx/compose/selections.ts';
import { expand, reshape, transpose } from '../onnx/compose/shapes.ts';
import { softmax } from '../onnx/compose/softmax.ts';
import type { GraphValue } from '../onnx/graph.ts';
import type { Padding } from './forward-pass.ts';
import { splitHeads } from './heads.ts';
import { paddingMask, tokenPlaces } from './padding.ts';
import { sharedValue, type PassContext } from './pass-context.ts';

/** Added to the score of a token that may not be seen; its exponential is 0 in any precision. */
const NEVER = -1e9;

/** What attention gives: the mean of the values by its probabilities, and those. */
export interface Attended {
  /** [batch, heads, length, size] */
  readonly context: GraphValue;
  /** [batch, heads, length, length] */
  readonly probabilities: GraphValue;
}

/** How heads attend. */
export interface AttentionShape {
  readonly heads: number;
  /** Whether a token sees only itself and the tokens before it. */
  readonly causal: boolean;
  /** What the products of queries and keys are divided by. */
  readonly divisor: number;
}

/**
 * Dot-product attention, `softmax(Q K^T / divisor) V` for each head (Vaswani et al. 2017, equation 1).
 *
 * @param query [batch, length, heads * size], as key and value are
 */
export function attend(
  context: PassContext,
  query: GraphValue,
  key: GraphValue,
  value: GraphValue,
  { heads, causal, divisor }: AttentionShape,
): Attended {
  const { builder } = context;
  const queries = splitHeads(builder, query, heads);
  const keys = transpose(builder, splitHeads(builder, key, heads), [0, 1, 3, 2]);
  const alike = matmul(builder, div(builder, queries, divisor), keys);
  const mask = maskOf(context, causal);
  const scores = mask === null ? alike : add(builder, alike, mask);
  const probabilities = softmax(builder, scores, -1);
  const values = splitHeads(builder, value, heads);
  return { context: matmul(builder, probabilities, values), probabilities };
}

/**
 * The mean of the values of all tokens that may be seen: attention that prefers none, as a linear pass
 * has it.
 *
 * @param value [batch, length, heads * size]
 * @returns [batch, heads, length, size]
 */
export function attendUniformly(
  context: PassContext,
  value: GraphValue,
  { heads, causal }: Pick<AttentionShape, 'heads' | 'causal'>,
): GraphValue {
  const { builder } = context;
  const values = splitHeads(builder, value, heads);
  return causal
    ? matmul(builder, uniformOverPast(context), values)
    : expand(builder, reduceMean(builder, values, [2], true), values.shape);
}

/** What is added to scores, broadcast to [batch, heads, length, length]; null where all may be seen. */
function maskOf(context: PassContext, causal: boolean): GraphValue | null {
  const { builder, padding } = context;
  if (padding === null) return causal ? futureMask(context) : null;
  return sharedValue(context, causal ? 'padding and future' : 'padding', () => {
    const mask = paddingMask(context, padding, NEVER);
    return causal ? add(builder, mask, paddedFutureMask(context, padding)) : mask;
  });
}

/** [batch, 1, length, length]: the mask of later tokens where those of a sequence are anywhere. */
function paddedFutureMask(context: PassContext, padding: Padding): GraphValue {
  const { builder, batch, sequenceLength } = context;
  const places = tokenPlaces(context, padding);
  const column = reshape(builder, places, [batch, 1, sequenceLength, 1]);
  const row = reshape(builder, places, [batch, 1, 1, sequenceLength]);
  const isLater = greater(builder, row, column);
  return where(builder, isLater, builder.constant(NEVER), builder.constant(0));
}

/** [length, length]: 0 where column j is not after row i, else a number that no softmax keeps. */
function futureMask(context: PassContext): GraphValue {
  const { builder } = context;
  return sharedValue(context, 'future', () =>
    where(builder, isFuture(context), builder.constant(NEVER), builder.constant(0)),
  );
}

/** [length, length]: row i has 1 / (i + 1) up to the diagonal. */
function uniformOverPast(context: PassContext): GraphValue {
  const { builder, sequenceLength } = context;
  return sharedValue(context, 'past', () => {
    const shares = Array.from({ length: sequenceLength }, (_, index) => 1 / (index + 1));
    const column = builder.constant(shares, [sequenceLength, 1]);
    return where(builder, isFuture(context), builder.constant(0), column);
  });
}

function isFuture({ builder, sequenceLength }: PassContext): GraphValue {
  const places = Array.from({ length: sequenceLength }, (_, index) => index);
  const columns = builder.constant(places, [1, sequenceLength]);
  return greater(builder, columns, builder.constant(places, [sequenceLength, 1]));
}
