import { WEIGHT_NAMES } from '../architecture/naming-tables.ts';
import type { PassWeight } from '../forward/forward-pass.ts';
import type { GradientLookup } from '../onnx/differentiate.ts';
import type { GraphValue } from '../onnx/graph.ts';
import type { MeasuredPass } from './network-proxy.ts';
import { oncePerPass } from './once-per-pass.ts';

/**
 * A weight of a layer as it enters the computation, in a linear pass its magnitudes, and the gradient
 * of the loss with respect to that.
 */
export interface LayerWeight extends PassWeight {
  readonly gradient: GraphValue;
}

/**
 * The weights that proxies of pruning look at: those of all linear layers and convolutions, of two
 * dimensions or more, that the loss depends on. Biases, norms and the embedding matrices of tokens,
 * positions, token types and distances are left out, as in the code of Abdelfattah et al. 2021, and so
 * are other learned vectors and biases of distances; projections are there. Weights that blocks share
 * are there once.
 *
 * @param gradientOf the loss, or another scalar
 */
export function layerWeights(
  pass: MeasuredPass,
  gradientOf: GradientLookup = pass.gradientOf,
): readonly LayerWeight[] {
  const { architecture, forward } = pass;
  const names = WEIGHT_NAMES[architecture.naming];
  const tables = new Set([
    ...[...forward.tables, ...forward.decoderTables].map(({ path }) => path),
    `${names.tokenEmbedding}.weight`,
    `${names.positions}.weight`,
    `${names.decoder.positions}.weight`,
    `${names.tokenTypes}.weight`,
    `${names.distances}.weight`,
    ...[names.patchPositions, names.classToken, names.furtherTokens],
  ]);
  const magnitudes = magnitudesOf({ forward });
  const found: LayerWeight[] = [];
  for (const [path, { value, weight }] of forward.weights) {
    if (weight.shape.length < 2 || tables.has(path)) continue;
    if (path === `${names.sharedDistanceBiases}.weight`) continue;
    if (path.endsWith(`.${names.distanceBiases}.weight`)) continue;
    // Biases of experts, or scales of norms of heads, that are stored together.
    if (weight.distribution.kind === 'constant') continue;
    const entering = magnitudes.get(value) ?? value;
    const gradient = gradientOf(entering);
    if (gradient !== null) found.push({ value: entering, weight, gradient });
  }
  return found;
}

/** Those of the linear layers inside token-mixing operations, in and out: matrices, no convolutions. */
export function mixingMatrices(pass: MeasuredPass): readonly LayerWeight[] {
  return layerWeights(pass).filter(
    ({ weight: { subModule, shape, block } }) =>
      subModule === 'attention' && block !== null && shape.length === 2,
  );
}

/** Those of the feed-forward layers of all blocks. */
export function feedForwardMatrices(pass: MeasuredPass): readonly LayerWeight[] {
  return layerWeights(pass).filter(
    ({ weight: { subModule, block } }) => subModule === 'feedForward' && block !== null,
  );
}

/** By weight, its magnitudes as they enter a linear pass; nothing in another. */
const magnitudesOf = oncePerPass(({ kind, builder }): ReadonlyMap<GraphValue, GraphValue> => {
  const found = new Map<GraphValue, GraphValue>();
  if (kind !== 'linear') return found;
  for (const { operator, inputs, outputs } of builder.nodes) {
    const [weight] = inputs;
    const [magnitudes] = outputs;
    if (operator !== 'Abs' || weight === undefined || magnitudes === undefined) continue;
    if (!found.has(weight)) found.set(weight, magnitudes);
  }
  return found;
});
