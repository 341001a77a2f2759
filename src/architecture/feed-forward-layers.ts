import type { Block } from './block.ts';
import type { MixtureOfExperts } from './mixture-of-experts.ts';
import type { ShapeMatrix } from './operations/shape-matrix.ts';

/** The names of the layers of one feed-forward network. */
export interface LayerNames {
  readonly first: string;
  readonly gate: string;
  /** Gate and first in one. */
  readonly fused: string;
  readonly stack: string;
  readonly last: string;
}

/** One stored matrix of a feed-forward network. */
export interface Layer {
  readonly name: string;
  readonly inputs: number;
  /** Rows of the matrices that it holds. */
  readonly sizes: readonly number[];
  readonly writesResidual: boolean;
}

/** The stored matrices of one feed-forward network, in their order. */
export function layersOf(
  { hiddenSize, gated, fusedGate }: Block,
  widths: readonly number[],
  names: LayerNames,
): Layer[] {
  const layers: Layer[] = [];
  const plain = { writesResidual: false };
  let inputs = hiddenSize;
  for (const [index, width] of widths.entries()) {
    const name = index === 0 ? names.first : `${names.stack}.${index}.dense`;
    const gates = index === 0 && gated;
    if (gates && fusedGate) {
      layers.push({ ...plain, name: names.fused, inputs, sizes: [width, width] });
    } else {
      if (gates) layers.push({ ...plain, name: names.gate, inputs, sizes: [width] });
      layers.push({ ...plain, name, inputs, sizes: [width] });
    }
    inputs = width;
  }
  layers.push({ name: names.last, inputs, sizes: [hiddenSize], writesResidual: true });
  return layers;
}

/** The block of which the layers of the expert that every token takes are. */
export function sharedExpertOf(block: Block, { stacked }: MixtureOfExperts): Block {
  return stacked ? { ...block, fusedGate: false } : block;
}

const NO_NAMES: LayerNames = { first: '', gate: '', fused: '', stack: '', last: '' };

/** The matrices of one feed-forward network, `count` times. */
export function networkMatrices(
  block: Block,
  widths: readonly number[],
  count: number,
): ShapeMatrix[] {
  const { feedForwardGroups: groups } = block;
  return layersOf(block, widths, NO_NAMES).flatMap(({ inputs, sizes, writesResidual }) => {
    if (groups > 1) {
      const [rows, cols] = [inputs / groups, heightOf(sizes) / groups];
      return [{ rows, cols, count: groups, weight: { shape: [rows, cols], writesResidual } }];
    }
    const weight = { shape: [heightOf(sizes), inputs], writesResidual };
    return sizes.map((rows) => ({ rows, cols: inputs, count, weight }));
  });
}

/** Rows of a stored matrix that holds matrices of these. */
export function heightOf(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + size, 0);
}
