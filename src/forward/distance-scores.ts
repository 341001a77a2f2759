import type { GraphValue } from '../onnx/graph.ts';

/** Queries, and what the distances between tokens add to their scores. */
export interface DistanceScores {
  /** What meets the keys, [batch, length, a]. */
  readonly query: GraphValue;
  /** Added to the products of queries and keys before their division; null for nothing. */
  readonly products: GraphValue | null;
  /** Added after it; null for nothing. */
  readonly biases: GraphValue | null;
}
