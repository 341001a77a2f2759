import type { Block } from '../architecture/block.ts';
import { add, mul, sub } from '../onnx/compose/arithmetic.ts';
import { cumulativeSum } from '../onnx/compose/cumulative-sum.ts';
import { cos, sin } from '../onnx/compose/functions.ts';
import { linear, matmul } from '../onnx/compose/matmul.ts';
import { concat, filled, reshape, transpose } from '../onnx/compose/shapes.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { pastDistances, pickByDistance } from './distances.ts';
import { splitHeads } from './heads.ts';
import { sharedValue, type PassContext } from './pass-context.ts';
import type { DistanceScores } from './distance-scores.ts';
import { power } from '../elementary-functions.ts';

/** The longest wavelength of the vectors of distances, in turns of 2 pi. */
const LONGEST = 10_000;

/**
 * Transformer-XL's attention over distances (Dai et al. 2019, section 3.3): the score of a query q and
 * the key k of a token d places before it is `(q + u) k + (q + v) W R_d`, u and v being vectors of the
 * block for all queries, W its projection of distances, and R_d the sines and then the cosines of
 * `d / 10000^(2i / h)`. There is no memory of earlier segments.
 *
 * @param path of the operation
 * @param query [batch, length, a]
 */
export function relativeQueries(
  context: PassContext,
  { hiddenSize, numAttentionHeads }: Block,
  path: string,
  query: GraphValue,
): DistanceScores {
  const { builder, weights } = context;
  const vectors = distanceVectors(context, hiddenSize);
  const projected = linear(builder, vectors, weights.get(`${path}.r_net.weight`), null);
  const keys = splitHeads(
    builder,
    reshape(builder, projected, [1, ...projected.shape]),
    numAttentionHeads,
  );
  const ofDistances = add(builder, query, weights.get(`${path}.r_r_bias`));
  const products = matmul(
    builder,
    splitHeads(builder, ofDistances, numAttentionHeads),
    transpose(builder, keys, [0, 1, 3, 2]),
  );
  return {
    query: add(builder, query, weights.get(`${path}.r_w_bias`)),
    products: pickByDistance(context, products, pastDistances(context)),
    biases: null,
  };
}

/** [length, h]: the vectors of the distances from 0 on. */
function distanceVectors(context: PassContext, hiddenSize: number): GraphValue {
  const { builder, sequenceLength: length } = context;
  return sharedValue(context, `vectors of distances of ${hiddenSize}`, () => {
    const frequencies = Array.from({ length: hiddenSize / 2 }, (_, index) =>
      power(LONGEST, (-2 * index) / hiddenSize),
    );
    // Counted in the graph, so that no constant is as long as the sequence.
    const counted = cumulativeSum(builder, filled(builder, 1, [length]), 0);
    const distances = reshape(builder, sub(builder, counted, 1), [length, 1]);
    const row = builder.constant(frequencies, [1, frequencies.length]);
    const angles = mul(builder, distances, row);
    return concat(builder, [sin(builder, angles), cos(builder, angles)], 1);
  });
}
