import { reduceSumSquare } from '../../onnx/compose/reductions.ts';
import { transpose } from '../../onnx/compose/shapes.ts';
import { softmax } from '../../onnx/compose/softmax.ts';
import { sizeOfShape } from '../../onnx/shape.ts';
import type { NetworkProxy } from '../../proxy-parts/network-proxy.ts';
import { layerWeights } from '../../proxy-parts/layer-weights.ts';
import { mean, measureNumbers } from '../../proxy-parts/numbers.ts';

/**
 * LPZero's formula, found by symbolic search: the mean over the matrices W of the linear layers of
 * all blocks (those that join blocks of different sizes aside) of
 * `mean(W^2) + mean(softmax(dL/dW)^2)`, the softmax over the outputs of the layer, L being the loss
 * of one batch.
 *
 * At initialization gradients are small, the softmax of m outputs is nearly `1/m`, and both terms
 * depend on little more than the variance of the weights and the width.
 *
 * Source: Dong et al. 2024, "LPZero". The formula is the genotype that the code of its authors
 * (pprp/LPZero, lpzero/predictor/measures/lpzero.py) calls the current best: inputs weight and
 * gradient, `element_wise_pow` and `l1_norm`, `softmax` and `element_wise_pow`,
 * `element_wise_sum`, with the means that its tree takes of tensors and of lists. As for its GPT-2,
 * all linear layers count; for FlexiBERT its code takes those of the operations alone.
 */
export const lpzero: NetworkProxy = {
  name: 'lpzero',
  description: 'found by symbolic search',
  direction: 'higher-is-better',
  paper: 'Dong et al. 2024, arXiv 2410.04808',
  needs: 'network',
  pass: 'network',
  measure: (pass) => {
    const { builder } = pass.forward;
    const terms = layerWeights(pass)
      .filter(
        ({ weight: { subModule, block, shape } }) =>
          subModule !== 'other' && block !== null && shape.length === 2,
      )
      .flatMap(({ value, gradient }) => {
        // Along another axis than the last, the runtime would transpose before and after the softmax.
        const shares = softmax(builder, transpose(builder, gradient, [1, 0]), 1);
        return [value, shares].map((part) => ({
          square: reduceSumSquare(builder, part),
          size: sizeOfShape(part.shape),
        }));
      });
    const squares = terms.map(({ square }) => square);
    return measureNumbers(squares, (sums) => {
      const means = sums.map((sum, index) => sum / (terms[index]?.size ?? NaN));
      // A matrix has two terms, so that their mean is half of the score.
      return 2 * mean(means);
    });
  },
};
