import type {
  Attributes,
  Builder,
  ElementType,
  Entries,
  FloatType,
  Graph,
  GraphNode,
  GraphValue,
  TensorData,
  ValueType,
} from './graph.ts';
import { GraphError } from './graph-error.ts';
import { operatorNamed } from './operators/registry.ts';
import { shapeText, sizeOfShape } from './shape.ts';

/** The arrays that hold the entries of each type. */
const ENTRIES = {
  float32: Float32Array,
  float64: Float64Array,
  int64: BigInt64Array,
  bool: Uint8Array,
} as const;

/** Constants of more entries are not looked up, since comparing them costs more than it saves. */
const LONGEST_COMPARED = 64;

/**
 * A graph under construction. Shapes and types are checked with every node; the finished graph has
 * only what its outputs need.
 */
export class GraphBuilder implements Builder {
  readonly type: FloatType;
  readonly #nodes: GraphNode[] = [];
  readonly #inputs: GraphValue[] = [];
  readonly #constants = new Map<string, TensorData>();
  readonly #knownConstants = new Map<string, GraphValue>();
  readonly #knownNodes = new Map<string, GraphNode>();
  readonly #producers = new Map<GraphValue, GraphNode>();
  readonly #names = new Set<string>();

  constructor(type: FloatType = 'float32') {
    this.type = type;
  }

  get nodes(): readonly GraphNode[] {
    return this.#nodes;
  }

  /**
   * A value that is fed to the graph.
   *
   * @throws GraphError where the name is taken
   */
  input(name: string, shape: readonly number[], type: ElementType = this.type): GraphValue {
    if (this.#names.has(name)) throw new GraphError(`there are two values named ${name}`);
    const value = { name, type, shape };
    this.#names.add(name);
    this.#inputs.push(value);
    return value;
  }

  constant(
    entries: number | readonly number[] | Entries,
    shape: readonly number[] = typeof entries === 'number' ? [] : [entries.length],
    type: ElementType = this.type,
  ): GraphValue {
    const list = typeof entries === 'number' ? [entries] : entries;
    if (list.length !== sizeOfShape(shape)) {
      throw new GraphError(`a constant of shape ${shapeText(shape)} has ${list.length} entries`);
    }
    const data = ArrayBuffer.isView(list) ? list : entriesOf(type, list);
    if (data.constructor !== ENTRIES[type]) {
      throw new GraphError(`the entries of a constant are not of type ${type}`);
    }
    if (data.length > LONGEST_COMPARED) return this.#newConstant({ type, shape, data });
    const bits = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const key = `${type} ${shape.join()} ${bits.join()}`;
    const known = this.#knownConstants.get(key) ?? this.#newConstant({ type, shape, data });
    this.#knownConstants.set(key, known);
    return known;
  }

  // A property, not a method: operators are handed this lookup by itself.
  readonly constantOf = (value: GraphValue): TensorData | undefined =>
    this.#constants.get(value.name);

  producerOf(value: GraphValue): GraphNode | undefined {
    return this.#producers.get(value);
  }

  apply(operator: string, inputs: readonly GraphValue[], attributes: Attributes = {}): GraphValue {
    const [first, ...others] = this.applyAll(operator, inputs, attributes);
    if (first === undefined || others.length > 0) {
      throw new GraphError(`${operator} has ${others.length + 1} outputs, not one`);
    }
    return first;
  }

  applyAll(
    operator: string,
    inputs: readonly GraphValue[],
    attributes: Attributes = {},
  ): readonly GraphValue[] {
    const key = `${operator} ${JSON.stringify([inputs.map(({ name }) => name), attributes])}`;
    const known = this.#knownNodes.get(key);
    if (known !== undefined && operator !== 'Identity') return known.outputs;
    const outputs = this.#infer(operator, inputs, attributes).map((valueType) => ({
      ...valueType,
      name: this.#newName(operator),
    }));
    const node = { operator, inputs, outputs, attributes };
    this.#nodes.push(node);
    this.#knownNodes.set(key, node);
    for (const output of outputs) this.#producers.set(output, node);
    return outputs;
  }

  /** The graph of all nodes and inputs that the outputs need, with each output once. */
  build(outputs: readonly GraphValue[]): Graph {
    const needed = new Set<GraphValue>(outputs);
    const nodes: GraphNode[] = [];
    for (const node of this.#nodes.toReversed()) {
      if (!node.outputs.some((output) => needed.has(output))) continue;
      nodes.push(node);
      for (const input of node.inputs) needed.add(input);
    }
    const names = new Set([...needed].map(({ name }) => name));
    return {
      nodes: nodes.toReversed(),
      inputs: this.#inputs.filter((input) => needed.has(input)),
      outputs: [...new Set(outputs)],
      constants: new Map([...this.#constants].filter(([name]) => names.has(name))),
    };
  }

  #infer(
    operator: string,
    inputs: readonly GraphValue[],
    attributes: Attributes,
  ): readonly ValueType[] {
    const { infer } = operatorNamed(operator);
    try {
      return infer({ inputs, attributes, constantOf: this.constantOf });
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      const list = inputs.map(({ type, shape }) => `${type} ${shapeText(shape)}`).join(', ');
      throw new GraphError(`${operator} of ${list || 'nothing'}: ${error.message}`);
    }
  }

  #newConstant(tensor: TensorData): GraphValue {
    const value = { name: this.#newName('constant'), type: tensor.type, shape: tensor.shape };
    this.#constants.set(value.name, tensor);
    return value;
  }

  #newName(stem: string): string {
    let index = this.#names.size;
    while (this.#names.has(`${stem}_${index}`)) index += 1;
    const name = `${stem}_${index}`;
    this.#names.add(name);
    return name;
  }
}

function entriesOf(type: ElementType, list: readonly number[]): Entries {
  return type === 'int64' ? BigInt64Array.from(list, BigInt) : ENTRIES[type].from(list);
}
