import { intOf } from './attributes.ts';
import { expectFloat, oneInput } from './checks.ts';
import type { GraphValue } from './graph.ts';
import { ofOneOutput, type OneOutputRequest, type Operator } from './operator.ts';
import { axisOf } from './shape.ts';

/** A node that works along one axis, whose input's gradient is wanted. */
export interface AxisRequest extends OneOutputRequest {
  /** Counted from 0. */
  readonly axis: number;
}

/** An operator that maps the entries along one axis, the last by default, to as many others. */
export function axisOperator(
  name: string,
  gradient: (request: AxisRequest) => GraphValue,
): Operator {
  return {
    name,
    infer(application) {
      const [input] = oneInput(application);
      expectFloat(input);
      axisOf(intOf(application.attributes, 'axis', -1), input.shape.length);
      return [{ type: input.type, shape: input.shape }];
    },
    gradient: ofOneOutput((request) => {
      const axis = intOf(request.node.attributes, 'axis', -1);
      return [gradient({ ...request, axis: axisOf(axis, request.input.shape.length) })];
    }),
  };
}
