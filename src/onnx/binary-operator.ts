import { expectSameType, twoInputs } from './checks.ts';
import { sumTo } from './compose/sum-to.ts';
import { GraphError } from './graph-error.ts';
import type { GraphValue } from './graph.ts';
import { nth } from './nth.ts';
import { ofOneOutput, type OneOutputRequest, type Operator } from './operator.ts';
import { broadcastShape } from './shape.ts';

/** A node of two inputs that are broadcast, whose inputs' gradients are wanted. */
export interface BinaryRequest extends OneOutputRequest {
  readonly left: GraphValue;
  readonly right: GraphValue;
}

/**
 * An operator on the entries of two tensors of numbers that are broadcast to one shape.
 *
 * @param gradients of both inputs; those of the shape of the output are summed over the broadcast
 * axes
 */
export function binaryOperator(
  name: string,
  gradients: (request: BinaryRequest) => readonly [GraphValue, GraphValue],
): Operator {
  return {
    name,
    infer(application) {
      const [left, right] = twoInputs(application);
      expectSameType(left, right);
      if (left.type === 'bool') throw new GraphError('it computes with numbers');
      return [{ type: left.type, shape: broadcastShape(left.shape, right.shape) }];
    },
    gradient: ofOneOutput((request) => {
      const { builder, input: left } = request;
      const right = nth(request.node.inputs, 1);
      const [ofLeft, ofRight] = gradients({ ...request, left, right });
      return [sumTo(builder, ofLeft, left.shape), sumTo(builder, ofRight, right.shape)];
    }),
  };
}
