import type { Block } from '../architecture/architecture.ts';
import type { SpectralMatrix } from './spectral-matrix.ts';

/**
 * The matrices of a block as the authors of the Neural Spectral Capacity count them on FlexiBERT,
 * whatever the operations really have: query, key and value as one matrix 3h x h and the output;
 * a linear transform as two of h x h, a convolution as one; s stacked feed-forward layers of width
 * f as s pairs h -> f // s -> h.
 *
 * What FlexiBERT has not they do not say: keys that heads share have the rows that they have, a gate
 * is one h -> f // s more, experts count each, and an attention over another text as one over its own.
 *
 * Source: Zhu, Zhao and Lu 2026, arXiv 2609.23087, the FlexiBERT experiments.
 */
export function nscPaperShapes(block: Block): SpectralMatrix[] {
  const { operation, hiddenSize: h, feedForwardWidths, numAttentionHeads, experts } = block;
  const stacked = feedForwardWidths.length;
  const count =
    experts === null ? 1 : experts.counted === 'routed' ? experts.routed : experts.count;
  const pairs = feedForwardWidths.flatMap((width, index) => {
    const share = Math.floor(width / stacked);
    const gate = block.gated && index === 0 ? [matrix(share, h)] : [];
    return [...gate, matrix(share, h), matrix(h, share)].map((own) => ({ ...own, count }));
  });
  switch (operation.kind) {
    case 'self-attention': {
      const size = operation.headSize ?? Math.floor(h / numAttentionHeads);
      const all = numAttentionHeads * size;
      const keyValue = (operation.numKeyValueHeads ?? numAttentionHeads) * size;
      const attention = [matrix(all + 2 * keyValue, h), matrix(h, all)];
      return [...attention, ...(block.crossAttention ? attention : []), ...pairs];
    }
    case 'linear-transform':
      return [matrix(h, h), matrix(h, h), ...pairs];
    case 'separable-convolution':
      return [matrix(h, h), ...pairs];
  }
}

function matrix(rows: number, cols: number): SpectralMatrix {
  return { rows, cols, count: 1, weight: { shape: [rows, cols], writesResidual: false } };
}
