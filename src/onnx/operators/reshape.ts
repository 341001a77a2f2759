import { constantInts, twoInputs } from '../checks.ts';
import { reshape as reshaped } from '../compose/shapes.ts';
import { GraphError } from '../graph-error.ts';
import { ofOneOutput, type Operator } from '../operator.ts';
import { shapeText, sizeOfShape } from '../shape.ts';

/** The same entries in the same order under other dimensions, all of them given. */
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
  gradient: ofOneOutput(({ builder, input, gradient }) => [
    reshaped(builder, gradient, input.shape),
  ]),
};
