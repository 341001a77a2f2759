import type { Block } from './block.ts';
import type { MixtureOfExperts } from './mixture-of-experts.ts';
import { wholeMatrix, type ShapeMatrix } from './operations/shape-matrix.ts';

/** The names of the layers of one feed-forward network. */
export interface LayerNames {
  readonly first: string;
  readonly gate: string;
  /** Gate and first in one, */
  readonly fused: string;
  /** whether a row of each in turn. */
  readonly inPairs?: boolean | undefined;
  readonly stack: string;
  readonly last: string;
}

/** One stored matrix of a feed-forward network. */
export interface Layer {
  readonly place: Exclude<keyof LayerNames, 'inPairs'>;
  /** Of the layers h -> f1 -> ... -> fs -> h, from 0. */
  readonly index: number;
  readonly inputs: number;
  /** Rows of the matrices that it holds. */
  readonly sizes: readonly number[];
}

/** The stored matrices of one feed-forward network, in their order. */
export function layersOf(
  { hiddenSize, gated, fusedGate }: Block,
  widths: readonly number[],
): readonly Layer[] {
  const layers: Layer[] = [];
  let inputs = hiddenSize;
  for (const [index, width] of widths.entries()) {
    const gates = index === 0 && gated;
    if (gates && fusedGate) {
      layers.push({ place: 'fused', index, inputs, sizes: [width, width] });
    } else {
      if (gates) layers.push({ place: 'gate', index, inputs, sizes: [width] });
      layers.push({ place: index === 0 ? 'first' : 'stack', index, inputs, sizes: [width] });
    }
    inputs = width;
  }
  layers.push({ place: 'last', index: widths.length, inputs, sizes: [hiddenSize] });
  return layers;
}

/** The name of a layer among those of its network. */
export function nameOfLayer({ place, index }: Layer, names: LayerNames): string {
  return place === 'stack' ? `${names.stack}.${index}.dense` : names[place];
}

/** Whether the output of a layer is added to the residual stream. */
export function writesResidual({ place }: Layer): boolean {
  return place === 'last';
}

/** The block of which the layers of the expert that every token takes are. */
export function sharedExpertOf(block: Block, { stacked }: MixtureOfExperts): Block {
  return stacked ? { ...block, fusedGate: false } : block;
}

/** The matrices of one feed-forward network, `count` times. */
export function networkMatrices(
  block: Block,
  widths: readonly number[],
  count: number,
): ShapeMatrix[] {
  const { feedForwardGroups: groups } = block;
  const matrices: ShapeMatrix[] = [];
  // A loop: every block of every candidate comes here.
  for (const layer of layersOf(block, widths)) {
    const { inputs, sizes } = layer;
    const residual = writesResidual(layer);
    if (groups > 1) {
      const [rows, cols] = [inputs / groups, heightOf(sizes) / groups];
      matrices.push({ ...wholeMatrix(rows, cols, residual), count: groups });
      continue;
    }
    const weight = { shape: [heightOf(sizes), inputs], writesResidual: residual };
    for (const rows of sizes) matrices.push({ rows, cols: inputs, count, weight });
  }
  return matrices;
}

/** Rows of a stored matrix that holds matrices of these. */
export function heightOf(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + size, 0);
}
