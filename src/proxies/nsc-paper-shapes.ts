import type { Block } from '../architecture/architecture.ts';
import type { SpectralMatrix } from './spectral-matrix.ts';

/**
 * The matrices of a block as the authors of the Neural Spectral Capacity count them on FlexiBERT,
 * whatever the operations really have: query, key and value as one matrix 3h x h and the output;
 * a linear transform as two of h x h, a convolution as one; s stacked feed-forward layers of width
 * f as s pairs h -> f // s -> h.
 *
 * Source: Zhu, Zhao and Lu 2026, arXiv 2609.23087, the FlexiBERT experiments.
 */
export function nscPaperShapes({ operation, hiddenSize: h, ...block }: Block): SpectralMatrix[] {
  const { feedForwardWidths, numAttentionHeads } = block;
  const stacked = feedForwardWidths.length;
  const pairs = feedForwardWidths.flatMap((width) => {
    const share = Math.floor(width / stacked);
    return [matrix(share, h), matrix(h, share)];
  });
  switch (operation.kind) {
    case 'self-attention': {
      const all = numAttentionHeads * (operation.headSize ?? Math.floor(h / numAttentionHeads));
      return [matrix(3 * all, h), matrix(h, all), ...pairs];
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
