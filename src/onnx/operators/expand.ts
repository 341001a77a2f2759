import { constantInts, twoInputs } from '../checks.ts';
import { sumTo } from '../compose/sum-to.ts';
import { nth } from '../nth.ts';
import { GraphError, type Operator } from '../operator.ts';
import { broadcastShape, sameShape, shapeText } from '../shape.ts';

/** A tensor repeated along missing axes and those of length 1. */
export const expand: Operator = {
  name: 'Expand',
  infer(application) {
    const [input, second] = twoInputs(application);
    const shape = constantInts(application, second);
    if (!sameShape(broadcastShape(input.shape, shape), shape)) {
      throw new GraphError(`it can't be repeated to ${shapeText(shape)}`);
    }
    return [{ type: input.type, shape }];
  },
  gradient({ builder, node, gradients }) {
    const gradient = nth(gradients, 0);
    if (gradient === null) return [null, null];
    return [sumTo(builder, gradient, nth(node.inputs, 0).shape), null];
  },
};
