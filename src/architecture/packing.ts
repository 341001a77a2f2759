import type { TensorRegion } from '../initialization/tensor-region.ts';

/**
 * How one stored tensor holds several matrices: the rows or columns of its 2-D view are cut into
 * pieces of these sizes, in turn, so many times. Piece i of every turn belongs to matrix i.
 */
export interface Packing {
  readonly axis: 'rows' | 'columns';
  readonly sizes: readonly number[];
  readonly turns: number;
  /** Tensors of that kind that are stacked along the first dimension, as experts are. */
  readonly stack: number;
  /** How many of these are matrices that count, from the first; all if absent. */
  readonly counted?: number;
}

/** A matrix that a tensor holds. */
export interface PackedMatrix {
  readonly rows: number;
  readonly cols: number;
  readonly region: TensorRegion;
}

/** The number of matrices that a tensor holds and that count. */
export function packedCount(packing: Packing | null): number {
  return packing === null ? 1 : (packing.counted ?? packing.stack) * packing.sizes.length;
}

/** The shapes of the matrices that one of the stacked tensors holds. */
export function packedShapes(
  { rows, cols }: { readonly rows: number; readonly cols: number },
  { axis, sizes, turns, stack }: Packing,
): { readonly rows: number; readonly cols: number }[] {
  const height = rows / stack;
  return sizes.map((size) =>
    axis === 'rows' ? { rows: turns * size, cols } : { rows: height, cols: turns * size },
  );
}

/** The matrices that a tensor of that 2-D view holds and that count, in their order. */
export function packedMatrices(
  { rows, cols }: { readonly rows: number; readonly cols: number },
  { axis, sizes, turns, stack, counted = stack }: Packing,
): PackedMatrix[] {
  const height = rows / stack;
  const period = sizes.reduce((sum, size) => sum + size, 0);
  const matrices: PackedMatrix[] = [];
  for (let layer = 0; layer < counted; layer++) {
    const top = layer * height;
    let first = 0;
    for (const size of sizes) {
      const [across, along] = [
        { width: cols, firstRow: top, rowRun: height, rowPeriod: height },
        { firstCol: 0, colRun: cols, colPeriod: cols },
      ];
      matrices.push(
        axis === 'rows'
          ? {
              rows: turns * size,
              cols,
              region: {
                ...across,
                ...along,
                firstRow: top + first,
                rowRun: size,
                rowPeriod: period,
              },
            }
          : {
              rows: height,
              cols: turns * size,
              region: { ...across, firstCol: first, colRun: size, colPeriod: period },
            },
      );
      first += size;
    }
  }
  return matrices;
}
