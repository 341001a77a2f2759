import type { Block } from '../architecture/architecture.ts';
import { headSizeOf } from '../architecture/operations/self-attention.ts';
import type { SpectralMatrix } from './spectral-matrix.ts';

/**
 * The matrices of a block that the Neural Spectral Capacity counts, in the shapes that they have:
 * query, key and value by heads, everything else whole. A head is drawn as a part of its
 * projection, so a scheme that looks at the shape sees that of the projection.
 */
export function nscTrueShapes(block: Block): SpectralMatrix[] {
  return [...ofOperation(block), ...ofFeedForward(block), ...ofConvolution(block)];
}

function ofFeedForward({
  hiddenSize,
  feedForwardWidths,
  gated,
  experts,
}: Block): SpectralMatrix[] {
  const ofNetwork = (widths: readonly number[], count: number): SpectralMatrix[] => {
    const [first = 0] = widths;
    const matrices = gated ? [plain(first, hiddenSize)] : [];
    let inputs = hiddenSize;
    for (const width of widths) {
      matrices.push(plain(width, inputs));
      inputs = width;
    }
    matrices.push(plain(hiddenSize, inputs, true));
    return matrices.map((matrix) => ({ ...matrix, count }));
  };
  if (experts === null) return ofNetwork(feedForwardWidths, 1);
  const { count, routed, sharedWidth, counted } = experts;
  return [
    plain(count, hiddenSize),
    ...ofNetwork(feedForwardWidths, counted === 'all' ? count : routed),
    ...(sharedWidth === null ? [] : [...ofNetwork([sharedWidth], 1), plain(1, hiddenSize)]),
  ];
}

function ofConvolution({ hiddenSize: h, convolution }: Block): SpectralMatrix[] {
  if (convolution === null) return [];
  const { kernelSize, groups } = convolution;
  const shape = [h, h / groups, kernelSize];
  const cols = (h / groups) * kernelSize;
  return [{ rows: h, cols, count: 1, weight: { shape, writesResidual: false } }];
}

function ofOperation(block: Block): SpectralMatrix[] {
  const { operation, hiddenSize: h, numAttentionHeads, crossAttention } = block;
  switch (operation.kind) {
    case 'self-attention': {
      const size = headSizeOf(block, operation);
      const all = numAttentionHeads * size;
      const keyValueHeads = operation.numKeyValueHeads ?? numAttentionHeads;
      // A fused matrix is one weight of all three.
      const fused = operation.fusedQueryKeyValue;
      const rows = (own: number): number => (fused ? all + 2 * keyValueHeads * size : own * size);
      const own = [operation.positionKeys, operation.positionQueries];
      const ofPositions = own.filter((way) => way === 'own').length;
      const attention = [
        ...(rows(numAttentionHeads) === rows(keyValueHeads)
          ? [heads(size, h, numAttentionHeads + 2 * keyValueHeads, rows(numAttentionHeads))]
          : [
              heads(size, h, numAttentionHeads, rows(numAttentionHeads)),
              heads(size, h, 2 * keyValueHeads, rows(keyValueHeads)),
            ]),
        ...(ofPositions > 0 ? [heads(size, h, ofPositions * numAttentionHeads, all)] : []),
        ...(operation.similarity === 'weighted-multiplicative' ? [plain(all, all)] : []),
        ...(operation.relativePositions ? [heads(size, h, numAttentionHeads, all)] : []),
        plain(h, all, true),
      ];
      return crossAttention ? [...attention, ...attention] : attention;
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
