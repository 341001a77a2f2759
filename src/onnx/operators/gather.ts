import { intOf } from '../attributes.ts';
import { expectType, twoInputs } from '../checks.ts';
import { scatterRows } from '../compose/selections.ts';
import { reshape, transpose, zerosLike } from '../compose/shapes.ts';
import { nth } from '../nth.ts';
import { ofOneOutput, type Operator } from '../operator.ts';
import { axisOf } from '../shape.ts';

/**
 * The slices of a tensor at whole numbers, which take the place of the axis. Its gradient adds
 * each slice where it came from.
 */
export const gather: Operator = {
  name: 'Gather',
  infer(application) {
    const [{ type, shape }, indices] = twoInputs(application);
    expectType(indices, 'int64');
    const axis = axisOf(intOf(application.attributes, 'axis', 0), shape.length);
    return [{ type, shape: [...shape.slice(0, axis), ...indices.shape, ...shape.slice(axis + 1)] }];
  },
  gradient: ofOneOutput(({ builder, node, input, gradient }) => {
    const { shape, type } = input;
    const indices = nth(node.inputs, 1);
    const axis = axisOf(intOf(node.attributes, 'axis', 0), shape.length);
    const places = reshape(builder, indices, [...indices.shape, 1]);
    // The axes of the indices go first, and so does the axis that they replaced.
    const axes = gradient.shape.map((_, i) => i);
    const inner = axes.slice(axis, axis + indices.shape.length);
    const outer = axes.filter((i) => !inner.includes(i));
    const updates = transpose(builder, gradient, [...inner, ...outer]);
    const order = [axis, ...[...shape.keys()].filter((i) => i !== axis)];
    const zeros = zerosLike(builder, { type, shape: order.map((i) => nth(shape, i)) });
    const sums = scatterRows(builder, zeros, places, updates);
    const back = shape.map((_, i) => order.indexOf(i));
    return [transpose(builder, sums, back)];
  }),
};
