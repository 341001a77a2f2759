import { constantInts, expectSameType, threeInputs } from '../checks.ts';
import { slice } from '../compose/shapes.ts';
import { nth } from '../nth.ts';
import { GraphError } from '../graph-error.ts';
import { ofOneOutput, type Operator } from '../operator.ts';
import { shapeText } from '../shape.ts';

/** A tensor with entries of one constant number put before and after it along its axes. */
export const pad: Operator = {
  name: 'Pad',
  infer(application) {
    const [{ type, shape }, second, fill] = threeInputs(application);
    const pads = constantInts(application, second);
    expectSameType(nth(application.inputs, 0), fill);
    if (application.constantOf(fill)?.shape.length !== 0) {
      throw new GraphError('it is filled with one constant number');
    }
    if (pads.length !== 2 * shape.length || pads.some((length) => length < 0)) {
      throw new GraphError(`${shapeText(pads)} are no lengths before and after its axes`);
    }
    const padded = shape.map(
      (length, axis) => nth(pads, axis) + length + nth(pads, axis + shape.length),
    );
    return [{ type, shape: padded }];
  },
  gradient: ofOneOutput(({ builder, node, input, gradient }) => {
    const pads = constantInts({ ...node, constantOf: builder.constantOf }, nth(node.inputs, 1));
    let inner = gradient;
    for (const [axis, length] of input.shape.entries()) {
      const before = nth(pads, axis);
      inner = slice(builder, inner, axis, before, before + length);
    }
    return [inner];
  }),
};
