import type { Attributes, GraphNode, GraphValue, TensorData, ValueType } from './graph.ts';
import type { GraphBuilder } from './graph-builder.ts';

/** What an operator is applied to. */
export interface Application {
  readonly inputs: readonly GraphValue[];
  readonly attributes: Attributes;
  /** The entries of an input that is a constant, such as a new shape; undefined of any other. */
  readonly constantOf: (value: GraphValue) => TensorData | undefined;
}

/** A node whose inputs' gradients are wanted. */
export interface GradientRequest {
  readonly builder: GraphBuilder;
  readonly node: GraphNode;
  /** The gradient of each output; null where nothing depends on it. */
  readonly gradients: readonly (GraphValue | null)[];
}

/**
 * The gradients of the inputs of a node, each of its input's shape, by those of its outputs; null
 * for an input that no gradient flows to. Built of operators that have rules themselves, so that
 * gradients can be differentiated again.
 */
export type GradientRule = (request: GradientRequest) => readonly (GraphValue | null)[];

/** An ONNX operator that graphs may use. */
export interface Operator {
  /** As ONNX calls it; its file has the same name in kebab-case. */
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

/** A graph that can't be built: a mistake in what builds it, never in a user's input. */
export class GraphError extends Error {
  override readonly name = 'GraphError';
}
