import { intOf } from '../attributes.ts';
import { expectSameType } from '../checks.ts';
import { split } from '../compose/shapes.ts';
import { nth } from '../nth.ts';
import { GraphError } from '../graph-error.ts';
import { ofOneOutput, type Operator } from '../operator.ts';
import { axisOf } from '../shape.ts';

/** Tensors one after the other along an axis. */
export const concat: Operator = {
  name: 'Concat',
  infer({ inputs, attributes }) {
    const first = nth(inputs, 0);
    const axis = axisOf(intOf(attributes, 'axis'), first.shape.length);
    for (const input of inputs) {
      expectSameType(first, input);
      const fits = first.shape.every((length, i) => i === axis || length === input.shape[i]);
      if (!fits || input.shape.length !== first.shape.length) {
        throw new GraphError(`they differ in more than axis ${axis}`);
      }
    }
    const length = inputs.reduce((sum, { shape }) => sum + nth(shape, axis), 0);
    return [{ type: first.type, shape: first.shape.with(axis, length) }];
  },
  gradient: ofOneOutput(({ builder, node, gradient }) => {
    const axis = axisOf(intOf(node.attributes, 'axis'), gradient.shape.length);
    const lengths = node.inputs.map(({ shape }) => nth(shape, axis));
    return split(builder, gradient, lengths, axis);
  }),
};
