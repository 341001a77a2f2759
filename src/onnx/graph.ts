/** Element types of the values of a graph. */
export const ELEMENT_TYPES = ['float32', 'float64', 'int64', 'bool'] as const;

/** Element type of a value. */
export type ElementType = (typeof ELEMENT_TYPES)[number];

/** The numbers of the element types in ONNX (`TensorProto.DataType`). */
export const ONNX_ELEMENT_TYPES: Readonly<Record<ElementType, number>> = {
  float32: 1,
  int64: 7,
  bool: 9,
  float64: 11,
};

/** The element types that a graph computes with. */
export type FloatType = 'float32' | 'float64';

/** The type and shape of a value, known before it is computed. */
export interface ValueType {
  readonly type: ElementType;
  /** Every dimension is known; a scalar has none. */
  readonly shape: readonly number[];
}

/** A tensor of a graph: an input, a constant, or an output of a node. Its name is unique there. */
export interface GraphValue extends ValueType {
  readonly name: string;
}

/** A setting of a node, by its form in ONNX. */
export type Attribute =
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'ints'; readonly value: readonly number[] }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string };

/** The settings of a node by their names in ONNX. */
export type Attributes = Readonly<Record<string, Attribute>>;

/** One operator applied to values. */
export interface GraphNode {
  /** Name of an ONNX operator that is in the registry. */
  readonly operator: string;
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
  readonly attributes: Attributes;
}

/** The entries of a tensor, row-major; a boolean is a byte, 0 or 1. */
export type Entries = Float32Array | Float64Array | BigInt64Array | Uint8Array;

/** A tensor with its entries. */
export interface TensorData extends ValueType {
  readonly data: Entries;
}

/** A computation that can be written to ONNX and run. */
export interface Graph {
  /** Each after those whose outputs are its inputs. */
  readonly nodes: readonly GraphNode[];
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
  /** By the names of their values. */
  readonly constants: ReadonlyMap<string, TensorData>;
  /**
   * The dimensions of inputs and outputs that may have any length: their names, in the places of their
   * lengths, by the names of the values. Every dimension is as its value has it if absent.
   */
  readonly dimensions?: ReadonlyMap<string, readonly (number | string)[]>;
}

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
