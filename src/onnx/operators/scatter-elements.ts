import { intOf } from '../attributes.ts';
import { expectSameType, expectType, threeInputs } from '../checks.ts';
import { gatherElements } from '../compose/selections.ts';
import { nth } from '../nth.ts';
import { GraphError } from '../graph-error.ts';
import { ofOneOutput, type Operator } from '../operator.ts';
import { axisOf, sameShape } from '../shape.ts';

/** A tensor to whose entries, picked along an axis by indices, updates were added. */
export const scatterElements: Operator = {
  name: 'ScatterElements',
  infer(application) {
    const [input, indices, updates] = threeInputs(application);
    expectType(indices, 'int64');
    expectSameType(input, updates);
    const { reduction } = application.attributes;
    if (reduction?.kind !== 'string' || reduction.value !== 'add') {
      throw new GraphError('updates can only be added');
    }
    const axis = axisOf(intOf(application.attributes, 'axis', 0), input.shape.length);
    const fits = input.shape.every((length, i) => i === axis || nth(indices.shape, i) <= length);
    if (indices.shape.length !== input.shape.length || !fits) {
      throw new GraphError(`the indices reach past it outside axis ${axis}`);
    }
    if (!sameShape(indices.shape, updates.shape)) {
      throw new GraphError('indices and updates differ in shape');
    }
    return [{ type: input.type, shape: input.shape }];
  },
  gradient: ofOneOutput(({ builder, node, gradient }) => {
    const axis = intOf(node.attributes, 'axis', 0);
    return [gradient, null, gatherElements(builder, gradient, nth(node.inputs, 1), axis)];
  }),
};
