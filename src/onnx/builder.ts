import type { Attributes, ElementType, Entries, FloatType, GraphNode } from './graph.ts';
import type { GraphValue, TensorData } from './graph.ts';

/**
 * A graph under construction, as the code that adds nodes sees it. Operators depend on this alone,
 * since the builder itself depends on them.
 */
export interface Builder {
  /** The type that the graph computes with, and the default type of constants. */
  readonly type: FloatType;
  /** The nodes so far, each after those whose outputs are its inputs. */
  readonly nodes: readonly GraphNode[];
  /**
   * A constant; short ones that are equal are one value.
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
   * All outputs of an operator. Applied again to the same inputs with the same attributes, it gives
   * the same outputs, except Identity, whose output is always a new value.
   *
   * @throws GraphError where the operator is unknown or can't be applied to the inputs
   */
  readonly applyAll: (
    operator: string,
    inputs: readonly GraphValue[],
    attributes?: Attributes,
  ) => readonly GraphValue[];
}
