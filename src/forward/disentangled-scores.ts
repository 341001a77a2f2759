import type { Block } from '../architecture/block.ts';
import type { SelfAttention } from '../architecture/operation.ts';
import type { Positions } from '../architecture/positions.ts';
import { log } from '../elementary-functions.ts';
import { add } from '../onnx/compose/arithmetic.ts';
import { matmul } from '../onnx/compose/matmul.ts';
import { reshape, transposeMatrices } from '../onnx/compose/shapes.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { distanceRows, pickByDistance, type DistanceRows } from './distances.ts';
import { splitHeads } from './heads.ts';
import { linearLayer, normLayer } from './layers.ts';
import { sharedValue, type PassContext } from './pass-context.ts';

/** What distances are told apart. */
type Reach = Pick<Extract<Positions, { kind: 'disentangled' }>, 'buckets' | 'maxDistance'>;

/**
 * What DeBERTa's distances add to the products of queries and keys (He et al. 2021, equation 4): the
 * query meets the key of its distance to the other token, and the key of that token meets the query of
 * the same distance, `Q_i . K'_d + K_j . Q'_d` with d the row of `i - j`. Both K' and Q' are projections
 * of the vectors of distances that all blocks share; either may be missing.
 *
 * @param path of the operation
 * @param reach the buckets, 0 for a row for every distance, and the greatest distance
 * @param query [batch, length, a], as the key is
 * @returns [batch, heads, length, length]; null where distances are neither keys nor queries
 */
export function disentangledScores(
  context: PassContext,
  { numAttentionHeads }: Block,
  { positionKeys, positionQueries }: SelfAttention,
  path: string,
  reach: Reach,
  query: GraphValue,
  key: GraphValue,
): GraphValue | null {
  const { builder, names } = context;
  const meet = (
    value: GraphValue,
    projection: 'own' | 'shared',
    own: string,
    shared: string,
  ): GraphValue => {
    const name = `${path}.${projection === 'own' ? own : shared}`;
    const projected = linearLayer(context, name, distanceVectors(context));
    const one = reshape(builder, projected, [1, ...projected.shape]);
    const vectors = transposeMatrices(builder, splitHeads(builder, one, numAttentionHeads));
    return matmul(builder, splitHeads(builder, value, numAttentionHeads), vectors);
  };
  const toKeys =
    positionKeys === null ? null : meet(query, positionKeys, names.positionKey, names.key);
  const toQueries =
    positionQueries === null ? null : meet(key, positionQueries, names.positionQuery, names.query);
  if (toKeys === null && toQueries === null) return null;
  const rows = distanceRows(context, rowsOf(reach));
  const ofKeys = toKeys && pickByDistance(context, toKeys, rows);
  // A row for each key and then a column for each query, until they change places.
  const ofQueries =
    toQueries &&
    transposeMatrices(
      builder,
      pickByDistance(context, toQueries, transposeMatrices(builder, rows)),
    );
  if (ofKeys === null || ofQueries === null) return ofKeys ?? ofQueries;
  return add(builder, ofKeys, ofQueries);
}

/** [distances, h]: the vectors that all blocks share, after their norm if they have one. */
function distanceVectors(context: PassContext): GraphValue {
  const { weights, names } = context;
  return sharedValue(context, 'vectors of distances', () => {
    const vectors = weights.get(`${names.distances}.weight`);
    return weights.has(`${names.distanceNorm}.weight`)
      ? normLayer(context, names.distanceNorm, vectors)
      : vectors;
  });
}

/** The rows of distances: a row for each one, or for each bucket, from the most negative on. */
function rowsOf({ buckets, maxDistance }: Reach): DistanceRows {
  const span = buckets === 0 ? maxDistance : buckets;
  return {
    name: 'distances',
    reach: maxDistance,
    rowOf: (distance) => {
      const bucket = buckets === 0 ? distance : signedBucket(distance, buckets, maxDistance);
      return Math.min(Math.max(bucket + span, 0), 2 * span - 1);
    },
  };
}

/**
 * The bucket of a distance: the distance itself up to half of the buckets, and then logarithmic, so
 * that the greatest distance but one is in the last but one.
 */
function signedBucket(distance: number, buckets: number, maxDistance: number): number {
  const half = Math.floor(buckets / 2);
  const far = Math.abs(distance);
  if (far <= half) return distance;
  const share = log(far / half) / log((maxDistance - 1) / half);
  return Math.sign(distance) * (Math.ceil(share * (half - 1)) + half);
}
