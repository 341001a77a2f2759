import type { Distribution, RandomDistribution } from '../initialization/distribution.ts';

/** The parts of a model whose capacities are summed apart. */
export const SUB_MODULES = ['attention', 'feedForward', 'embedding'] as const;

/**
 * Attention is any token-mixing operation with its output projection; a norm of an encoder belongs
 * to the sub-module whose output it normalizes.
 */
export type SubModule = (typeof SUB_MODULES)[number];

interface Located {
  /** Its name in a checkpoint, unique in the model. */
  readonly path: string;
  /** Output dimension first, as PyTorch stores it. */
  readonly shape: readonly number[];
  /** `other` for what belongs to none of the three: see `inventory`. */
  readonly subModule: SubModule | 'other';
  /** Index of the block, from 0; null outside the blocks. */
  readonly block: number | null;
}

/** A weight whose 2-D view counts for the capacity of its sub-module. */
export interface WeightMatrix extends Located {
  readonly counts: 'capacity';
  readonly subModule: SubModule;
  readonly distribution: RandomDistribution;
}

/** A weight that counts as parameters only: a bias, a norm, a projection that joins blocks. */
export interface PlainWeight extends Located {
  readonly counts: 'parameters';
  readonly distribution: Distribution;
}

/** One weight of a model. */
export type Weight = WeightMatrix | PlainWeight;

/** The number of entries of a weight. */
export function sizeOf(weight: Weight): number {
  return weight.shape.reduce((product, size) => product * size, 1);
}

/** The 2-D view of a weight matrix: outputs by everything else (a convolution: out x in * k). */
export function matrixShapeOf(matrix: WeightMatrix): { rows: number; cols: number } {
  const [rows = 1, ...rest] = matrix.shape;
  return { rows, cols: rest.reduce((product, size) => product * size, 1) };
}

/**
 * A text that two weight matrices share exactly where their numbers under one seed are the same:
 * path, shape and distribution.
 */
export function matrixKey({ path, shape, distribution }: WeightMatrix): string {
  // Asked for every matrix of every candidate, so put together by hand; the path comes last.
  const { kind } = distribution;
  const spread = kind === 'uniform' ? distribution.bound : distribution.standardDeviation;
  return `${kind} ${spread} ${shape.join('x')} ${path}`;
}
