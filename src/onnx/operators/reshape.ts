import { constantInts, twoInputs } from '../checks.ts';
import { reshape as reshaped } from '../compose/shapes.ts';
import { nth } from '../nth.ts';
import { GraphError, type Operator } from '../operator.ts';
import { shapeText, sizeOfShape } from '../shape.ts';

/** The same entries in the same order under other dimensions, all of them said. */
export const reshape: Operator = {
  name: 'Reshape',
  infer(application) {
    const [input, second] = twoInputs(application);
    const shape = constantInts(application, second);
    if (shape.some((length) => length < 1) || sizeOfShape(shape) !== sizeOfShape(input.shape)) {
      throw new GraphError(`its entries do not fill ${shapeText(shape)}`);
    }
    return [{ type: input.type, shape }];
  },
  gradient({ builder, node, gradients }) {
    const gradient = nth(gradients, 0);
    if (gradient === null) return [null, null];
    return [reshaped(builder, gradient, nth(node.inputs, 0).shape), null];
  },
};
