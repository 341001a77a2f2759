import { expectFloat, oneInput } from './checks.ts';
import type { GraphValue } from './graph.ts';
import type { GraphBuilder } from './graph-builder.ts';
import { nth } from './nth.ts';
import type { Operator } from './operator.ts';

/** A node of one input and one output whose input's gradient is wanted. */
export interface UnaryRequest {
  readonly builder: GraphBuilder;
  readonly input: GraphValue;
  readonly output: GraphValue;
  /** Of the output, and of its shape. */
  readonly gradient: GraphValue;
}

/**
 * An operator that maps every entry of a float tensor by itself.
 *
 * @param gradient of the input; null where it is 0 wherever it exists
 */
export function unaryOperator(
  name: string,
  gradient: ((request: UnaryRequest) => GraphValue) | null,
): Operator {
  return {
    name,
    infer(application) {
      const [input] = oneInput(application);
      expectFloat(input);
      return [{ type: input.type, shape: input.shape }];
    },
    gradient:
      gradient &&
      (({ builder, node, gradients }) => {
        const ofOutput = nth(gradients, 0);
        if (ofOutput === null) return [null];
        const [input, output] = [nth(node.inputs, 0), nth(node.outputs, 0)];
        return [gradient({ builder, input, output, gradient: ofOutput })];
      }),
  };
}
