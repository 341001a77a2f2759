import { intOf } from '../attributes.ts';
import { expectType, twoInputs } from '../checks.ts';
import { scatterRows } from '../compose/selections.ts';
import { reshape, transpose, zerosLike } from '../compose/shapes.ts';
import { nth } from '../nth.ts';
import type { Operator } from '../operator.ts';
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
  gradient({ builder, node, gradients }) {
    const gradient = nth(gradients, 0);
    if (gradient === null) return [null, null];
    const [input, indices] = [nth(node.inputs, 0), nth(node.inputs, 1)];
    const { shape } = input;
    const axis = axisOf(intOf(node.attributes, 'axis', 0), shape.length);
    const places = reshape(builder, indices, [...indices.shape, 1]);
    // The axes of the indices go first, and so does the axis that they stand for.
    const axes = gradient.shape.map((_, i) => i);
    const inner = axes.slice(axis, axis + indices.shape.length);
    const updates = transpose(builder, gradient, [
      ...inner,
      ...axes.filter((i) => !inner.includes(i)),
    ]);
    const others = shape.map((_, i) => i).filter((i) => i !== axis);
    const order = [axis, ...others];
    const zeros = zerosLike(builder, {
      type: input.type,
      shape: order.map((i) => nth(shape, i)),
    });
    const sums = scatterRows(builder, zeros, places, updates);
    return [
      transpose(
        builder,
        sums,
        shape.map((_, i) => order.indexOf(i)),
      ),
      null,
    ];
  },
};
