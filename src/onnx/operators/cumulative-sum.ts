import { intOf } from '../attributes.ts';
import { inputsOf } from '../checks.ts';
import { cumulativeSum as compose } from '../compose/cumulative-sum.ts';
import { GraphError } from '../graph-error.ts';
import { ofOneOutput, type Application, type Operator } from '../operator.ts';
import { axisOf, nth } from '../shape.ts';

/** The sums of the entries up to each one along a constant axis; from each one on in reverse. */
export const cumulativeSum: Operator = {
  name: 'CumSum',
  infer(application) {
    const [{ type, shape }] = inputsOf(application, 2);
    if (type === 'bool') throw new GraphError('it adds numbers');
    axisOf(axisIn(application), shape.length);
    return [{ type, shape }];
  },
  // An entry is in the sums that come after it.
  gradient: ofOneOutput(({ builder, node, gradient }) => {
    const axis = axisIn({ ...node, constantOf: builder.constantOf });
    return [compose(builder, gradient, axis, intOf(node.attributes, 'reverse', 0) === 0)];
  }),
};

function axisIn({ inputs, constantOf }: Application): number {
  const axis = constantOf(nth(inputs, 1));
  if (axis === undefined || axis.shape.length > 0 || axis.type !== 'int64') {
    throw new GraphError('its axis must be one constant int64');
  }
  return Number(axis.data[0]);
}
