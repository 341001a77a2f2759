import { intOf } from './attributes.ts';
import { expectFloat, oneInput } from './checks.ts';
import { nth } from './nth.ts';
import type { Operator } from './operator.ts';
import { axisOf } from './shape.ts';
import type { UnaryRequest } from './unary-operator.ts';
import type { GraphValue } from './graph.ts';

/** A node that works along one axis, whose input's gradient is wanted. */
export interface AxisRequest extends UnaryRequest {
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
    gradient({ builder, node, gradients }) {
      const ofOutput = nth(gradients, 0);
      if (ofOutput === null) return [null];
      const [input, output] = [nth(node.inputs, 0), nth(node.outputs, 0)];
      const axis = axisOf(intOf(node.attributes, 'axis', -1), input.shape.length);
      return [gradient({ builder, axis, input, output, gradient: ofOutput })];
    },
  };
}
