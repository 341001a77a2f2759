import { intOf } from '../attributes.ts';
import { inputsOf } from '../checks.ts';
import { cast as converted } from '../compose/functions.ts';
import { ELEMENT_TYPES, ONNX_ELEMENT_TYPES } from '../graph.ts';
import { GraphError } from '../graph-error.ts';
import { ofOneOutput, type Operator } from '../operator.ts';

/** The same numbers in another type; a gradient flows between the float types alone. */
export const cast: Operator = {
  name: 'Cast',
  infer(application) {
    const [{ shape }] = inputsOf(application, 1);
    const to = intOf(application.attributes, 'to');
    const type = ELEMENT_TYPES.find((name) => ONNX_ELEMENT_TYPES[name] === to);
    if (type === undefined) throw new GraphError(`there is no type ${to}`);
    return [{ type, shape }];
  },
  gradient: ofOneOutput(({ builder, input: { type }, gradient }) =>
    type === 'float32' || type === 'float64' ? [converted(builder, gradient, type)] : [],
  ),
};
