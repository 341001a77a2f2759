import { expectSameType, twoInputs } from './checks.ts';
import { sumTo } from './compose/sum-to.ts';
import type { GraphValue } from './graph.ts';
import type { GraphBuilder } from './graph-builder.ts';
import { nth } from './nth.ts';
import { GraphError, type Operator } from './operator.ts';
import { broadcastShape } from './shape.ts';

/** A node of two inputs that are broadcast, whose inputs' gradients are wanted. */
export interface BinaryRequest {
  readonly builder: GraphBuilder;
  readonly left: GraphValue;
  readonly right: GraphValue;
  readonly output: GraphValue;
  /** Of the output, and of its shape. */
  readonly gradient: GraphValue;
}

/**
 * An operator on the entries of two tensors of numbers that are broadcast to one shape.
 *
 * @param gradients of both inputs; what is of the shape of the output is summed over what was
 * broadcast
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
    gradient({ builder, node, gradients: ofOutputs }) {
      const gradient = nth(ofOutputs, 0);
      if (gradient === null) return [null, null];
      const [left, right, output] = [
        nth(node.inputs, 0),
        nth(node.inputs, 1),
        nth(node.outputs, 0),
      ];
      const [ofLeft, ofRight] = gradients({ builder, left, right, output, gradient });
      return [sumTo(builder, ofLeft, left.shape), sumTo(builder, ofRight, right.shape)];
    },
  };
}
