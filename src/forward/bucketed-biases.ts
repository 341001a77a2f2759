import type { Block } from '../architecture/block.ts';
import type { SelfAttention } from '../architecture/operation.ts';
import type { Positions } from '../architecture/positions.ts';
import { log } from '../elementary-functions.ts';
import { gather } from '../onnx/compose/selections.ts';
import { reshape, transpose } from '../onnx/compose/shapes.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { GraphError } from '../onnx/graph-error.ts';
import { distanceRows } from './distances.ts';
import { fiveAxes } from './heads.ts';
import type { PassContext } from './pass-context.ts';

/** Where a stack keeps the biases of its first block. */
const KEPT = 'matrix of distance biases';

/**
 * What T5 adds to the scores of each head (Raffel et al. 2020, section 2.1): a learned bias of the
 * bucket of the distance. A block without a matrix of biases takes that of the block before it in its
 * stack.
 *
 * @param path of the operation
 * @returns broadcast to [batch, heads, length, length]
 */
export function bucketedBiases(
  context: PassContext,
  { causal }: Block,
  { distanceBiases }: SelfAttention,
  path: string,
  { buckets, maxDistance }: Extract<Positions, { kind: 'bucketed-biases' }>,
): GraphValue {
  const { builder, names, weights, shared } = context;
  if (distanceBiases > 0) {
    const { sharedDistanceBiases: own = `${path}.${names.distanceBiases}` } = names;
    shared.set(KEPT, weights.get(`${own}.weight`));
  }
  const matrix = shared.get(KEPT);
  // See findForwardProblem, which refuses it.
  if (matrix === undefined)
    throw new GraphError('no block before this one has biases of distances');
  const rows = distanceRows(context, {
    name: `buckets ${causal}`,
    reach: maxDistance,
    rowOf: (distance) => bucketOf(distance, causal, buckets, maxDistance),
  });
  const [batch, , queries, keys, heads] = fiveAxes(gather(builder, matrix, rows));
  const biases = reshape(builder, gather(builder, matrix, rows), [batch, queries, keys, heads]);
  return transpose(builder, biases, [0, 3, 1, 2]);
}

/**
 * The bucket of a distance, of the query behind the key: half of the buckets have one distance each,
 * the others grow with its logarithm up to the greatest. Where tokens see later ones, the second half
 * of all buckets is that of later keys; otherwise these have the bucket of distance 0.
 */
function bucketOf(distance: number, causal: boolean, buckets: number, maxDistance: number): number {
  const own = causal ? buckets : Math.floor(buckets / 2);
  const first = !causal && distance < 0 ? own : 0;
  const far = causal ? Math.max(distance, 0) : Math.abs(distance);
  const exact = Math.floor(own / 2);
  if (far < exact) return first + far;
  const share = log(far / exact) / log(maxDistance / exact);
  return first + Math.min(exact + Math.floor(share * (own - exact)), own - 1);
}
