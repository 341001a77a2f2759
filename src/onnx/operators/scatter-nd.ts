import { expectSameType, expectType, threeInputs } from '../checks.ts';
import { gather } from '../compose/selections.ts';
import { reshape } from '../compose/shapes.ts';
import { nth } from '../nth.ts';
import { GraphError } from '../graph-error.ts';
import { ofOneOutput, type Operator } from '../operator.ts';
import { sameShape, shapeText } from '../shape.ts';

/** A tensor to whose slices along axis 0, at indices [..., 1], updates were added. */
export const scatterND: Operator = {
  name: 'ScatterND',
  infer(application) {
    const [input, indices, updates] = threeInputs(application);
    expectType(indices, 'int64');
    expectSameType(input, updates);
    const { reduction } = application.attributes;
    if (reduction?.kind !== 'string' || reduction.value !== 'add') {
      throw new GraphError('updates can only be added');
    }
    if (indices.shape.at(-1) !== 1) throw new GraphError('it takes indices of slices along axis 0');
    const expected = [...indices.shape.slice(0, -1), ...input.shape.slice(1)];
    if (input.shape.length === 0 || !sameShape(expected, updates.shape)) {
      throw new GraphError(`its updates must be ${shapeText(expected)}`);
    }
    return [{ type: input.type, shape: input.shape }];
  },
  gradient: ofOneOutput(({ builder, node, gradient }) => {
    const indices = nth(node.inputs, 1);
    const places = reshape(builder, indices, indices.shape.slice(0, -1));
    return [gradient, null, gather(builder, gradient, places)];
  }),
};
