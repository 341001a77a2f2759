import type { Distribution, RandomDistribution } from '../initialization/distribution.ts';
import type { TensorRegion } from '../initialization/tensor-region.ts';
import { packedMatrices, type Packing } from './packing.ts';

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
  /** How it holds several matrices, each of which has a capacity; null where it is one. */
  readonly packing: Packing | null;
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

/** The shape of a matrix, or of several that are stacked, with outputs and inputs in the other order. */
export function turnedShape<Item>(shape: readonly Item[]): readonly Item[] {
  return [...shape.slice(0, -2), ...shape.slice(-2).toReversed()];
}

/** The 2-D view of a weight matrix: outputs by everything else (a convolution: out x in * k). */
export function matrixShapeOf(matrix: Pick<WeightMatrix, 'shape'>): {
  rows: number;
  cols: number;
} {
  const [rows = 1, ...rest] = matrix.shape;
  return { rows, cols: rest.reduce((product, size) => product * size, 1) };
}

/** A matrix that a weight holds, and where: null where it is the whole weight. */
export interface HeldMatrix {
  readonly rows: number;
  readonly cols: number;
  readonly region: TensorRegion | null;
}

/**
 * The matrices that a weight holds: itself, or, of a stored tensor that joins several, each of these.
 * Capacity belongs to the matrices a model applies, however they are stored.
 */
export function matricesOf(matrix: WeightMatrix): readonly HeldMatrix[] {
  const shape = matrixShapeOf(matrix);
  return matrix.packing === null
    ? [{ ...shape, region: null }]
    : packedMatrices(stackedShapeOf(matrix), matrix.packing);
}

/** The 2-D view of a tensor that holds several: one of three dimensions stacks them along the first. */
export function stackedShapeOf({ shape }: Pick<WeightMatrix, 'shape'>): {
  rows: number;
  cols: number;
} {
  const [count = 1, rows = 1, cols] = shape;
  return cols === undefined ? matrixShapeOf({ shape }) : { rows: count * rows, cols };
}

/** The shape by which a weight is initialized: of experts that are stacked, that of one. */
export function drawnShape(shape: readonly number[], packing: Packing | null): readonly number[] {
  return packing !== null && shape.length === 3 ? shape.slice(1) : shape;
}

/**
 * A string that two weight matrices share exactly where they hold the same matrices of the same
 * numbers under one seed: path, shape, distribution and packing.
 */
export function matrixKey({ path, shape, distribution, packing }: WeightMatrix): string {
  // Asked for every matrix of every candidate, so put together by hand; the path comes last.
  const { kind } = distribution;
  const spread = kind === 'uniform' ? distribution.bound : distribution.standardDeviation;
  const packed =
    packing === null
      ? ''
      : `${packing.turns}x${packing.sizes.join('+')} ${packing.counted ?? packing.stack}`;
  return `${kind} ${spread} ${shape.join('x')} ${packed} ${path}`;
}
