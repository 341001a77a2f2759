import type { Attributes, Builder, GraphNode, GraphValue, TensorData, ValueType } from './graph.ts';
import { nth } from './shape.ts';

/** An application of an operator, to be checked. */
export interface Application {
  readonly inputs: readonly GraphValue[];
  readonly attributes: Attributes;
  /** The entries of an input that is a constant, such as a new shape; undefined of any other. */
  readonly constantOf: (value: GraphValue) => TensorData | undefined;
}

/** A request for the gradients of a node's inputs. */
export interface GradientRequest {
  readonly builder: Builder;
  readonly node: GraphNode;
  /** The gradient of each output; null where nothing depends on it. */
  readonly gradients: readonly (GraphValue | null)[];
}

/**
 * The gradients of the inputs of a node, each of its input's shape, by those of its outputs; null
 * for an input without one. Made of operators with rules, so that they can be differentiated again.
 */
export type GradientRule = (request: GradientRequest) => readonly (GraphValue | null)[];

/** An ONNX operator that graphs may use. */
export interface Operator {
  /** The name in ONNX. */
  readonly name: string;
  /**
   * Types and shapes of the outputs.
   *
   * @throws GraphError where the operator can't be applied to these inputs
   */
  readonly infer: (application: Application) => readonly ValueType[];
  /** Null where the outputs do not depend on the inputs continuously, as of a comparison. */
  readonly gradient: GradientRule | null;
}

/** A request for the gradients of the inputs of a node with one output. */
export interface OneOutputRequest extends Omit<GradientRequest, 'gradients'> {
  /** The first input. */
  readonly input: GraphValue;
  readonly output: GraphValue;
  /** Of the output, and of its shape. */
  readonly gradient: GraphValue;
}

/** The rule of an operator with one output; inputs that its list does not reach have no gradient. */
export function ofOneOutput(
  rule: (request: OneOutputRequest) => readonly (GraphValue | null)[],
): GradientRule {
  return ({ builder, node, gradients }) => {
    const [input, output] = [nth(node.inputs, 0), nth(node.outputs, 0)];
    const gradient = nth(gradients, 0);
    return gradient === null ? [] : rule({ builder, node, input, output, gradient });
  };
}
