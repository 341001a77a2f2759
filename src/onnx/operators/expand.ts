import { constantInts, twoInputs } from '../checks.ts';
import { sumTo } from '../compose/sum-to.ts';
import { GraphError } from '../graph-error.ts';
import { ofOneOutput, type Operator } from '../operator.ts';
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
  gradient: ofOneOutput(({ builder, input, gradient }) => [sumTo(builder, gradient, input.shape)]),
};
