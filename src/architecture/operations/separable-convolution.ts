import type { Block } from '../block.ts';
import type { SeparableConvolution } from '../operation.ts';
import type { OperationForm } from './operation-form.ts';
import { entriesOf, headMatrices, wholeMatrix } from './shape-matrix.ts';

/**
 * Span-based dynamic convolution with half the heads, n' = max(floor(n / 2), 1), of the full
 * head size: a = n' * floor(h / n).
 *
 * Query, key and value h -> a; depthwise convolution h x k and pointwise h -> a without bias,
 * then a bias of a; the kernel generator a -> n' * k; the convolved value h -> a; the output
 * h -> h. The bias of the convolution is there even in a block whose linear layers have none.
 */
export const separableConvolution: OperationForm<SeparableConvolution> = {
  parameter: { name: 'kernelSize', values: 'odd-numbers' },
  normed: true,
  list: (block, { kernelSize: k }, path, names, list) => {
    const { hiddenSize: h, bias } = block;
    const { heads, all } = sizesOf(block);
    list.linear(`${path}.self.query`, h, all, { bias });
    list.linear(`${path}.self.key`, h, all, { bias });
    list.linear(`${path}.self.value`, h, all, { bias });
    list.matrix(`${path}.${names.depthwise}.weight`, [h, 1, k]);
    list.matrix(`${path}.${names.pointwise}.weight`, [all, h, 1]);
    if (names.pointwiseBias === undefined) list.bias(`${path}.${names.pointwise}.bias`, all);
    else list.bias(`${path}.${names.pointwiseBias}`, [all, 1]);
    list.linear(`${path}.${names.convolutionKernel}`, all, heads * k, { bias });
    list.linear(`${path}.${names.convolutionOutput}`, h, all, { bias });
    list.linear(`${path}.output.dense`, h, h, { writesResidual: true, bias });
  },
  sum: (block, { kernelSize: k }, sums) => {
    const { hiddenSize: h, bias } = block;
    const { heads, all } = sizesOf(block);
    sums.matrix(all, h);
    sums.matrix(all, h);
    sums.matrix(all, h);
    sums.depthwise(h, k);
    sums.matrix(all, h);
    sums.matrix(heads * k, all);
    sums.matrix(all, h);
    sums.residual(h, h);
    sums.plain(bias ? 5 * all + heads * k + h : all);
    return true;
  },
  matrices: (block, { kernelSize: k }) => {
    const { hiddenSize: h } = block;
    const { heads, size, all } = sizesOf(block);
    return [
      headMatrices(size, h, 3 * heads, all),
      { rows: h, cols: k, count: 1, weight: { shape: [h, 1, k], writesResidual: false } },
      { ...wholeMatrix(all, h), count: 2 },
      wholeMatrix(heads * k, all),
      wholeMatrix(h, h, true),
    ];
  },
  paperMatrices: ({ hiddenSize: h }) => [wholeMatrix(h, h)],
  multiplyAdds: (block, operation, { length }) => {
    const { all } = sizesOf(block);
    const weights = entriesOf(separableConvolution.matrices(block, operation));
    return weights + 2 * length * all + all * operation.kernelSize;
  },
  peakActivations: (block, { kernelSize: k }, { batch, length }) => {
    const { hiddenSize: h } = block;
    const { heads, all: a } = sizesOf(block);
    const tokens = batch * length;
    return Math.max(
      // Query, key and value, and the two halves of the separable convolution.
      tokens * (4 * a + h),
      // With the kernels, the convolved values and their windows.
      tokens * (5 * a + heads * k + a * k),
      // The attention of the other half, with what the convolution left.
      tokens * 4 * a + batch * heads * length * length,
      tokens * (2 * a + h),
    );
  },
};

/** Heads that convolve, the size of each, and the width of all. */
function sizesOf({ hiddenSize, numAttentionHeads }: Block): {
  readonly heads: number;
  readonly size: number;
  readonly all: number;
} {
  const heads = Math.max(Math.floor(numAttentionHeads / 2), 1);
  const size = Math.floor(hiddenSize / numAttentionHeads);
  return { heads, size, all: heads * size };
}
