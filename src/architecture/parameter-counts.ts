import { packedCount } from './packing.ts';
import { sizeOf, type SubModule, type Weight } from './weight.ts';

/** Parameters of a model by where they belong: weights, biases and norms. */
export interface ParameterCounts {
  readonly total: number;
  readonly attention: number;
  readonly feedForward: number;
  readonly embedding: number;
  /** Projections between blocks, norms that belong to no sub-module, heads. */
  readonly other: number;
}

/** Counts the parameters of an inventory, of each sub-module and in all. */
export function countParameters(weights: readonly Weight[]): ParameterCounts {
  const counts = { total: 0, attention: 0, feedForward: 0, embedding: 0, other: 0 };
  for (const weight of weights) {
    const size = sizeOf(weight);
    counts[weight.subModule] += size;
    counts.total += size;
  }
  return counts;
}

/** How many weight matrices count for capacity, of each sub-module and in all. */
export type MatrixCounts = Readonly<Record<SubModule | 'total', number>>;

/** Counts the weight matrices of an inventory, each that a tensor holds, of each sub-module and in all. */
export function countMatrices(weights: readonly Weight[]): MatrixCounts {
  const counts = { total: 0, attention: 0, feedForward: 0, embedding: 0 };
  for (const weight of weights) {
    if (weight.counts !== 'capacity') continue;
    const count = packedCount(weight.packing);
    counts[weight.subModule] += count;
    counts.total += count;
  }
  return counts;
}
