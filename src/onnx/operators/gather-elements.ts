import { intOf } from '../attributes.ts';
import { expectType, twoInputs } from '../checks.ts';
import { scatterElements } from '../compose/selections.ts';
import { zerosLike } from '../compose/shapes.ts';
import { nth } from '../nth.ts';
import { GraphError } from '../graph-error.ts';
import { ofOneOutput, type Operator } from '../operator.ts';
import { axisOf } from '../shape.ts';

/** Entry by entry what indices of the output's shape pick along an axis. */
export const gatherElements: Operator = {
  name: 'GatherElements',
  infer(application) {
    const [{ type, shape }, indices] = twoInputs(application);
    expectType(indices, 'int64');
    const axis = axisOf(intOf(application.attributes, 'axis', 0), shape.length);
    const fits = shape.every((length, i) => i === axis || nth(indices.shape, i) <= length);
    if (indices.shape.length !== shape.length || !fits) {
      throw new GraphError(`the indices reach past it outside axis ${axis}`);
    }
    return [{ type, shape: indices.shape }];
  },
  gradient: ofOneOutput(({ builder, node, input, gradient }) => {
    const axis = intOf(node.attributes, 'axis', 0);
    const zeros = zerosLike(builder, input);
    return [scatterElements(builder, zeros, nth(node.inputs, 1), gradient, axis)];
  }),
};
