import { add, div, mul } from '../onnx/compose/arithmetic.ts';
import { tanh } from '../onnx/compose/functions.ts';
import { matmul } from '../onnx/compose/matmul.ts';
import { reduceMean } from '../onnx/compose/reductions.ts';
import { concat, expand, reshape, slice, transpose } from '../onnx/compose/shapes.ts';
import { softmax } from '../onnx/compose/softmax.ts';
import type { GraphBuilder } from '../onnx/graph-builder.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { maskOf, seesAll, uniformShares, type View } from './attention-mask.ts';
import { fourAxes } from './heads.ts';
import { linearBiases } from './linear-biases.ts';
import type { PassContext } from './pass-context.ts';

/** What attention gives: the mean of the values by its probabilities, and those. */
export interface Attended {
  /** [batch, heads, length, size] */
  readonly context: GraphValue;
  /** [batch, heads, queries, keys] */
  readonly probabilities: GraphValue;
}

/** How heads attend. */
export interface AttentionShape extends View {
  /** What the products of queries and keys are divided by. */
  readonly divisor: number;
  /** Scores s become `softCap * tanh(s / softCap)` (Gemma team 2024, section 2); null where they do not. */
  readonly softCap: number | null;
  /** Added to the products before their division, broadcast to them; null for nothing. */
  readonly products: GraphValue | null;
  /** Added to the scores after it and after any cap, broadcast to them; null for nothing. */
  readonly biases: GraphValue | null;
  /** [heads]: by how much the scores of each fall with the distance; null where they do not. */
  readonly slopes: readonly number[] | null;
  /** [heads]: a score that takes part in the softmax of each head, and has no value; null for none. */
  readonly sinks: GraphValue | null;
}

/** Attention as in BERT or GPT-2. */
export const PLAIN = {
  ...{
    window: null,
    softCap: null,
    products: null,
    biases: null,
    slopes: null,
    sinks: null,
  },
} as const;

/**
 * Dot-product attention, `softmax(Q K^T / divisor) V` for each head (Vaswani et al. 2017, equation 1).
 * Each head of keys and values is shared by as many query heads as there are for one (Ainslie et al.
 * 2023).
 *
 * @param query [batch, length, heads, size]
 * @param context of the keys: it has their padding
 * @param key [batch, length of the keys, a divisor of the heads, size]; the value may have another size
 */
export function attend(
  context: PassContext,
  query: GraphValue,
  key: GraphValue,
  value: GraphValue,
  shape: AttentionShape,
): Attended {
  const { builder } = context;
  const [batch, length, heads, size] = fourAxes(query);
  const [, , groups, valueSize] = fourAxes(value);
  const queries = div(builder, transpose(builder, query, [0, 2, 1, 3]), shape.divisor);
  const [, keyLength] = fourAxes(key);
  const keys = transpose(builder, key, [0, 2, 3, 1]);
  // The queries that share a key are rows of one matrix.
  const rows = (heads / groups) * length;
  const products = matmul(builder, reshape(builder, queries, [batch, groups, rows, size]), keys);
  const ofContents = reshape(builder, products, [batch, heads, length, keyLength]);
  const scores =
    shape.products === null
      ? ofContents
      : add(builder, ofContents, div(builder, shape.products, shape.divisor));
  const probabilities = probabilitiesOf(context, scores, shape);
  const weights = reshape(builder, probabilities, [batch, groups, rows, keyLength]);
  const means = matmul(builder, weights, transpose(builder, value, [0, 2, 1, 3]));
  return { context: reshape(builder, means, [batch, heads, length, valueSize]), probabilities };
}

/** @param products [batch, heads, queries, keys] */
function probabilitiesOf(
  context: PassContext,
  products: GraphValue,
  shape: AttentionShape,
): GraphValue {
  const { builder } = context;
  const { softCap, sinks } = shape;
  const [batch, heads, length, keys] = fourAxes(products);
  const capped = softCap === null ? products : capScores(builder, products, softCap);
  const falling = shape.slopes === null ? null : linearBiases(context, shape.slopes, shape);
  const scores = [shape.biases, falling, maskOf(context, shape)].reduce(
    (sum: GraphValue, part) => (part === null ? sum : add(builder, sum, part)),
    capped,
  );
  if (sinks === null) return softmax(builder, scores, -1);
  const sink = expand(builder, reshape(builder, sinks, [heads, 1, 1]), [batch, heads, length, 1]);
  const all = softmax(builder, concat(builder, [scores, sink], 3), -1);
  return slice(builder, all, 3, 0, keys);
}

/** `cap * tanh(s / cap)`: scores that stay between -cap and cap. */
export function capScores(builder: GraphBuilder, scores: GraphValue, cap: number): GraphValue {
  return mul(builder, tanh(builder, div(builder, scores, cap)), cap);
}

/**
 * The mean of the values of all tokens that may be seen: attention that prefers none, as a linear pass
 * has it.
 *
 * @param value [batch, length, a divisor of the heads, size]
 * @param sinks how many of each head take a share of the mean and have no value
 * @param queries how many there are; as many as values if absent
 * @returns [batch, heads, queries, size]
 */
export function attendUniformly(
  context: PassContext,
  value: GraphValue,
  heads: number,
  view: View,
  { sinks = 0, queries }: { readonly sinks?: number; readonly queries?: number } = {},
): GraphValue {
  const { builder } = context;
  const [batch, length, groups, size] = fourAxes(value);
  const rows = queries ?? length;
  const values = transpose(builder, value, [0, 2, 1, 3]);
  const means =
    seesAll(view) && sinks === 0
      ? expand(builder, reduceMean(builder, values, [2], true), [batch, groups, rows, size])
      : matmul(builder, uniformShares(context, view, sinks), values);
  if (heads === groups) return means;
  const parted = reshape(builder, means, [batch, groups, 1, rows, size]);
  const shared = expand(builder, parted, [batch, groups, heads / groups, rows, size]);
  return reshape(builder, shared, [batch, heads, rows, size]);
}
