import type { LinearTransform } from '../operation.ts';
import type { OperationForm } from './operation-form.ts';
import { entriesOf, wholeMatrix } from './shape-matrix.ts';

/**
 * One h x h projection, with bias if the block has any, before the transform; the transform itself
 * has no weights, and there is neither an output projection nor a norm. The same for DFT and DCT.
 *
 * The transform is over sequence and hidden size, as in FNet (Lee-Thorp et al. 2021), by fast
 * transforms of `2 N log2 N` real multiply-adds (a radix-2 butterfly has four, and there are
 * `N / 2 log2 N`), the cosine transform by one of the same length.
 */
export const linearTransform: OperationForm<LinearTransform> = {
  parameter: { name: 'transform', values: ['discrete-fourier', 'discrete-cosine'] },
  normed: false,
  list: ({ hiddenSize: h, bias }, _operation, path, _names, list) => {
    list.linear(`${path}.self.input`, h, h, { writesResidual: true, bias });
  },
  sum: ({ hiddenSize: h, bias }, _operation, sums) => {
    sums.residual(h, h);
    if (bias) sums.plain(h);
    return true;
  },
  matrices: ({ hiddenSize: h }) => [wholeMatrix(h, h, true)],
  paperMatrices: ({ hiddenSize: h }) => [wholeMatrix(h, h), wholeMatrix(h, h)],
  multiplyAdds: (block, operation, { length }) => {
    const { hiddenSize: h } = block;
    return entriesOf(linearTransform.matrices(block, operation)) + 2 * h * Math.log2(length * h);
  },
  peakActivations: ({ hiddenSize }, _operation, { batch, length }) =>
    2 * batch * length * hiddenSize,
};
