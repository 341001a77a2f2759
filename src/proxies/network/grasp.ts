import { add, mul } from '../../onnx/compose/arithmetic.ts';
import { reduceSumSquare } from '../../onnx/compose/reductions.ts';
import { failure } from '../../result.ts';
import type { NetworkProxy } from '../../proxy-parts/network-proxy.ts';
import { derivativeAlong } from '../../proxy-parts/derivative-along.ts';
import { layerWeights } from '../../proxy-parts/layer-weights.ts';
import { measureNumbers, sum } from '../../proxy-parts/numbers.ts';

/**
 * A factor of the square of the gradient, a power of two: without it the second backward pass is full
 * of numbers below 1e-38, which are slow and inexact.
 */
const SCALE = 2 ** 20;

/**
 * Gradient signal preservation: `-theta^T H g`, theta being the weights of linear layers and
 * convolutions, g the gradient and H the Hessian of the loss L of one batch with respect to them.
 * It is how much less the square of the gradient becomes, to first order, as all weights grow:
 * `H g` is half the gradient of `||g||^2`, so that `theta^T H g` is half its derivative along theta.
 *
 * The sign is that of Abdelfattah et al. 2021, whose networks are the better the greater the sum of
 * `-theta * H g`; Wang et al. prune the weights for which it is greatest.
 *
 * Source: Wang, Zhang and Grosse 2020, "Picking winning tickets before training by preserving
 * gradient flow", and its code, without its temperature of the logits; `grasp` of the code of
 * Abdelfattah et al. 2021 for the sum.
 */
export const grasp: NetworkProxy = {
  name: 'grasp',
  description: 'gradient signal preservation',
  direction: 'higher-is-better',
  paper: 'Wang et al. 2020, arXiv 2002.07376',
  needs: 'network',
  pass: 'network',
  measure: (pass) => {
    const { builder } = pass.forward;
    const layers = layerWeights(pass);
    const [first, ...others] = layers.map(({ gradient }) => reduceSumSquare(builder, gradient));
    if (first === undefined) return failure('no weight has a gradient');
    const square = others.reduce((all, one) => add(builder, all, one), first);
    const second = pass.differentiate(mul(builder, square, SCALE / 2));
    const products = derivativeAlong(
      builder,
      layers.map(({ value }) => value),
      second,
    );
    return measureNumbers(products, (sums) => -sum(sums) / SCALE);
  },
};
