import type { Block } from '../architecture/architecture.ts';
import type { SpectralMatrix } from './spectral-matrix.ts';

/**
 * The matrices of a block that the Neural Spectral Capacity counts, in the shapes that they have:
 * query, key and value by heads, everything else whole. A head is drawn as a part of its
 * projection, so a scheme that looks at the shape sees that of the projection.
 */
export function nscTrueShapes(block: Block): SpectralMatrix[] {
  const matrices = ofOperation(block);
  const { hiddenSize, feedForwardWidths } = block;
  let inputs = hiddenSize;
  for (const width of feedForwardWidths) {
    matrices.push(plain(width, inputs));
    inputs = width;
  }
  matrices.push(plain(hiddenSize, inputs, true));
  return matrices;
}

function ofOperation({ operation, hiddenSize: h, numAttentionHeads }: Block): SpectralMatrix[] {
  switch (operation.kind) {
    case 'self-attention': {
      const size = operation.headSize ?? Math.floor(h / numAttentionHeads);
      const all = numAttentionHeads * size;
      // A fused matrix is one weight of all three.
      const rows = operation.fusedQueryKeyValue === true ? 3 * all : all;
      return [
        heads(size, h, 3 * numAttentionHeads, rows),
        ...(operation.similarity === 'weighted-multiplicative' ? [plain(all, all)] : []),
        ...(operation.relativePositions === true ? [heads(size, h, numAttentionHeads, all)] : []),
        plain(h, all, true),
      ];
    }
    case 'linear-transform':
      return [plain(h, h, true)];
    case 'separable-convolution': {
      const k = operation.kernelSize;
      const count = Math.max(Math.floor(numAttentionHeads / 2), 1);
      const size = Math.floor(h / numAttentionHeads);
      const all = count * size;
      return [
        heads(size, h, 3 * count, all),
        { rows: h, cols: k, count: 1, weight: { shape: [h, 1, k], writesResidual: false } },
        { ...plain(all, h), count: 2 },
        plain(count * k, all),
        plain(h, h, true),
      ];
    }
  }
}

function plain(rows: number, cols: number, writesResidual = false): SpectralMatrix {
  return { rows, cols, count: 1, weight: { shape: [rows, cols], writesResidual } };
}

/** Heads of `size` rows, parts of projections of `projected` rows. */
function heads(size: number, cols: number, count: number, projected: number): SpectralMatrix {
  return { rows: size, cols, count, weight: { shape: [projected, cols], writesResidual: false } };
}
