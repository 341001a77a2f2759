import type { Block } from '../architecture/block.ts';
import type { SelfAttention } from '../architecture/operation.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { bucketedBiases } from './bucketed-biases.ts';
import { disentangledScores } from './disentangled-scores.ts';
import type { DistanceScores } from './distance-scores.ts';
import type { PassContext } from './pass-context.ts';
import { relativeQueries } from './transformer-xl-scores.ts';

/**
 * What attention makes of queries where it tells distances apart by weights of its own.
 *
 * @param path of the operation
 * @param query [batch, length, a], as the key is
 */
export function readDistances(
  context: PassContext,
  block: Block,
  operation: SelfAttention,
  path: string,
  query: GraphValue,
  key: GraphValue,
): DistanceScores {
  const positions = operation.positions ?? context.positions;
  const nothing = { query, products: null, biases: null };
  switch (positions.kind) {
    case 'transformer-xl':
      return relativeQueries(context, block, path, query);
    case 'disentangled': {
      const { buckets, maxDistance } = positions;
      const reach = { buckets, maxDistance };
      const products = disentangledScores(context, block, operation, path, reach, query, key);
      return { ...nothing, products };
    }
    case 'bucketed-biases':
      return { ...nothing, biases: bucketedBiases(context, block, operation, path, positions) };
    case 'none':
    case 'learned':
    case 'sinusoidal':
    case 'rotary':
    case 'alibi':
      return nothing;
  }
}
