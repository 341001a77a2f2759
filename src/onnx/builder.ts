import type { Attributes, ElementType, Entries, FloatType, GraphNode } from './graph.ts';
import type { GraphValue, TensorData } from './graph.ts';

/**
 * A graph under construction, as seen by the code that adds nodes to it. Operators know no more of
 * it than this, because the builder itself checks every node with the registry of operators.
 */
export interface Builder {
  /** The type that the graph computes with, and that of constants without a type of their own. */
  readonly type: FloatType;
  /** The nodes so far, each after those whose outputs it takes. */
  readonly nodes: readonly GraphNode[];
  /**
   * A constant; equal ones are one value if they are short.
   *
   * @param entries typed arrays are kept, not copied
   * @throws GraphError where they do not fill the shape or are of another type
   */
  readonly constant: (
    entries: number | readonly number[] | Entries,
    shape?: readonly number[],
    type?: ElementType,
  ) => GraphValue;
  /** The entries of a constant; undefined of any other value. */
  readonly constantOf: (value: GraphValue) => TensorData | undefined;
  /** The node that a value is an output of; undefined of an input or a constant. */
  readonly producerOf: (value: GraphValue) => GraphNode | undefined;
  /**
   * The output of an operator that has one.
   *
   * @throws GraphError where the operator is unknown or can't be applied to the inputs
   */
  readonly apply: (
    operator: string,
    inputs: readonly GraphValue[],
    attributes?: Attributes,
  ) => GraphValue;
  /**
   * All outputs of an operator. An operator that was applied to the same inputs before, with the
   * same settings, is not applied again, except Identity, whose output is a value of its own.
   *
   * @throws GraphError where the operator is unknown or can't be applied to the inputs
   */
  readonly applyAll: (
    operator: string,
    inputs: readonly GraphValue[],
    attributes?: Attributes,
  ) => readonly GraphValue[];
}
