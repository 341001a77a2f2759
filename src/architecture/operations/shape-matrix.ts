import type { InitializedWeight } from '../../initialization/initialization-scheme.ts';

/** Weight matrices of one shape. */
export interface ShapeMatrix {
  readonly rows: number;
  readonly cols: number;
  /** How many of them there are. */
  readonly count: number;
  /** The weight that each is, or is a part of: its initialization is that of the whole. */
  readonly weight: InitializedWeight;
}

/** One matrix that is a weight by itself. */
export function wholeMatrix(rows: number, cols: number, writesResidual = false): ShapeMatrix {
  return { rows, cols, count: 1, weight: { shape: [rows, cols], writesResidual } };
}

/** Heads of `size` rows, parts of projections of `projected` rows. */
export function headMatrices(
  size: number,
  cols: number,
  count: number,
  projected: number,
): ShapeMatrix {
  return { rows: size, cols, count, weight: { shape: [projected, cols], writesResidual: false } };
}

/** The entries of all matrices together. */
export function entriesOf(matrices: readonly ShapeMatrix[]): number {
  return matrices.reduce((sum, { rows, cols, count }) => sum + rows * cols * count, 0);
}
