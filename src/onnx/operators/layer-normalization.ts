import { floatOf, intOf } from '../attributes.ts';
import { expectSameType, expectType, inputsOf } from '../checks.ts';
import { add, mul, sub } from '../compose/arithmetic.ts';
import { neg, square } from '../compose/functions.ts';
import { reduceMean } from '../compose/reductions.ts';
import { expand } from '../compose/shapes.ts';
import { sumTo } from '../compose/sum-to.ts';
import { GraphError } from '../graph-error.ts';
import type { Operator } from '../operator.ts';
import { axisOf, nth, sameShape } from '../shape.ts';

/**
 * Normalization of the last axis, scaled and shifted; its outputs are the result, the mean and
 * the reciprocal `r` of the root of the variance plus epsilon. In float32 alone, as ONNX keeps
 * mean and reciprocal in float32.
 *
 * With `n = (x - mean) r` and the gradient `h` of `n`, that of `x` is
 * `r (h - mean of h - n (mean of h n))`; what depends on mean and reciprocal adds `g / width` and
 * `-g n r^2 / width`.
 */
export const layerNormalization: Operator = {
  name: 'LayerNormalization',
  infer(application) {
    const [input, scale, shift] = inputsOf(application, 3);
    expectType(input, 'float32');
    const { shape, type } = input;
    if (axisOf(intOf(application.attributes, 'axis', -1), shape.length) !== shape.length - 1) {
      throw new GraphError('it normalizes the last axis');
    }
    floatOf(application.attributes, 'epsilon');
    for (const parameter of [scale, shift]) {
      expectSameType(input, parameter);
      if (!sameShape(parameter.shape, shape.slice(-1))) {
        throw new GraphError('scale and shift are as long as the last axis');
      }
    }
    const statistic = { type, shape: shape.with(-1, 1) };
    return [{ type, shape }, statistic, statistic];
  },
  gradient({ builder, node, gradients }) {
    const [input, scale, shift] = inputsOf(node, 3);
    const [mean, root] = [nth(node.outputs, 1), nth(node.outputs, 2)];
    const [ofOutput, ofMean, ofRoot] = [nth(gradients, 0), nth(gradients, 1), nth(gradients, 2)];
    const normal = mul(builder, sub(builder, input, mean), root);
    const width = nth(scale.shape, 0);
    const parts = [];
    if (ofOutput) {
      const ofNormal = mul(builder, ofOutput, scale);
      const along = reduceMean(builder, mul(builder, ofNormal, normal), [-1], true);
      const centred = sub(builder, ofNormal, reduceMean(builder, ofNormal, [-1], true));
      parts.push(mul(builder, sub(builder, centred, mul(builder, normal, along)), root));
    }
    if (ofMean) parts.push(expand(builder, mul(builder, ofMean, 1 / width), input.shape));
    if (ofRoot) {
      const factor = mul(builder, mul(builder, ofRoot, square(builder, root)), 1 / width);
      parts.push(neg(builder, mul(builder, normal, factor)));
    }
    return [
      parts.reduce((sum, part) => add(builder, sum, part)),
      ofOutput && sumTo(builder, mul(builder, ofOutput, normal), scale.shape),
      ofOutput && sumTo(builder, ofOutput, shift.shape),
    ];
  },
};
