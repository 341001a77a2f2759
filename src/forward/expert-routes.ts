import type { ExpertGroups, MixtureOfExperts } from '../architecture/mixture-of-experts.ts';
import { div, mul } from '../onnx/compose/arithmetic.ts';
import { sigmoid } from '../onnx/compose/functions.ts';
import { reduceSum } from '../onnx/compose/reductions.ts';
import { scatterElements } from '../onnx/compose/selections.ts';
import { filled, reshape, zerosLike } from '../onnx/compose/shapes.ts';
import { softmax } from '../onnx/compose/softmax.ts';
import { topK } from '../onnx/compose/top-k.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { threeAxes } from './heads.ts';
import type { PassContext } from './pass-context.ts';

/** How the router weighs the experts of every token. */
export interface Routes {
  /** [batch, length, experts]: the part of an expert in the sum, 0 of those that are not chosen. */
  readonly weights: GraphValue;
  /** The same shape: 1 of experts that are chosen, else 0; null where all are. */
  readonly chosen: GraphValue | null;
}

/**
 * The routes of the tokens of a batch: scores are the softmax or the sigmoids of the router, and the experts of
 * greatest score are chosen, among those of the groups that a token may be routed to.
 *
 * @param logits of the router, [batch, length, experts]
 */
export function expertRoutes(
  context: PassContext,
  { count, routed, score, normalized, scale, groups }: MixtureOfExperts,
  logits: GraphValue,
): Routes {
  const { builder } = context;
  const scores = score === 'softmax' ? softmax(builder, logits, -1) : sigmoid(builder, logits);
  const choosable = groups === null ? scores : ofChosenGroups(context, groups, scores);
  const { values, indices } = topK(builder, choosable, routed, 2);
  const parts = normalized ? div(builder, values, reduceSum(builder, values, [2], true)) : values;
  const scaled = scale === 1 ? parts : mul(builder, parts, scale);
  const place = (entries: GraphValue): GraphValue =>
    scatterElements(builder, zerosLike(builder, logits), indices, entries, 2);
  return {
    weights: place(scaled),
    chosen: routed === count ? null : place(filled(builder, 1, values.shape)),
  };
}

/**
 * The scores of experts in the groups that are chosen, and 0, which no score is below, for others
 * (DeepSeek-AI 2024, section 2.2.1, and in the release of V3, section 2.1.2): those whose best scores
 * have the greatest sums.
 *
 * @param scores above 0, [batch, length, experts]
 */
function ofChosenGroups(
  { builder }: PassContext,
  { count, chosen, best }: ExpertGroups,
  scores: GraphValue,
): GraphValue {
  const [batch, length, experts] = threeAxes(scores);
  const parted = reshape(builder, scores, [batch, length, count, experts / count]);
  const sums = reduceSum(builder, topK(builder, parted, best, 3).values, [3]);
  const { indices } = topK(builder, sums, chosen, 2);
  const none = zerosLike(builder, sums);
  const kept = scatterElements(builder, none, indices, filled(builder, 1, indices.shape), 2);
  const ofGroups = mul(builder, parted, reshape(builder, kept, [batch, length, count, 1]));
  return reshape(builder, ofGroups, scores.shape);
}
