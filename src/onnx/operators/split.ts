import { intOf } from '../attributes.ts';
import { constantInts, twoInputs } from '../checks.ts';
import { concat, zerosLike } from '../compose/shapes.ts';
import { GraphError } from '../graph-error.ts';
import type { Operator } from '../operator.ts';
import { axisOf } from '../shape.ts';

/** A tensor cut along an axis into pieces of given lengths. */
export const split: Operator = {
  name: 'Split',
  infer(application) {
    const [{ type, shape }, second] = twoInputs(application);
    const axis = axisOf(intOf(application.attributes, 'axis'), shape.length);
    const lengths = constantInts(application, second);
    const sum = lengths.reduce((total, length) => total + length, 0);
    if (lengths.some((length) => length < 1) || sum !== shape[axis]) {
      throw new GraphError(`axis ${axis} can't be cut into ${lengths.join(' + ')}`);
    }
    return lengths.map((length) => ({ type, shape: shape.with(axis, length) }));
  },
  gradient({ builder, node, gradients }) {
    if (gradients.every((gradient) => gradient === null)) return [];
    const pieces = node.outputs.map(
      (output, index) => gradients[index] ?? zerosLike(builder, output),
    );
    return [concat(builder, pieces, intOf(node.attributes, 'axis'))];
  },
};
