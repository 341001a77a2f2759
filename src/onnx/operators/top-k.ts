import { intOf } from '../attributes.ts';
import { constantInts, expectFloat, inputsOf } from '../checks.ts';
import { scatterElements } from '../compose/selections.ts';
import { zerosLike } from '../compose/shapes.ts';
import { GraphError } from '../graph-error.ts';
import type { Operator } from '../operator.ts';
import { axisOf, nth } from '../shape.ts';

/**
 * The greatest entries along an axis, the last by default, in descending order, and their places. The
 * gradient of the values is that of the entries that they are.
 */
export const topK: Operator = {
  name: 'TopK',
  infer(application) {
    const [input, second] = inputsOf(application, 2);
    expectFloat(input);
    const { shape, type } = input;
    const [count, ...others] = constantInts(application, second);
    const axis = axisOf(intOf(application.attributes, 'axis', -1), shape.length);
    if (count === undefined || others.length > 0) throw new GraphError('it takes one number');
    if (count < 1 || count > nth(shape, axis)) {
      throw new GraphError(`axis ${axis} has no ${count} entries to choose`);
    }
    const chosen = shape.with(axis, count);
    return [
      { type, shape: chosen },
      { type: 'int64', shape: chosen },
    ];
  },
  gradient({ builder, node, gradients }) {
    const [input, indices] = [nth(node.inputs, 0), nth(node.outputs, 1)];
    const gradient = nth(gradients, 0);
    if (gradient === null) return [];
    const axis = axisOf(intOf(node.attributes, 'axis', -1), input.shape.length);
    return [scatterElements(builder, zerosLike(builder, input), indices, gradient, axis)];
  },
};
