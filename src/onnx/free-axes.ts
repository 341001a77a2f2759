import { int } from './attributes.ts';
import type { Graph, GraphNode, GraphValue, TensorData } from './graph.ts';
import { GraphError } from './graph-error.ts';
import { nth } from './shape.ts';

/** An axis that a graph leaves open. */
export interface FreeAxis {
  readonly name: string;
  /** The input that has it, and where: its length is read there when the graph is run. */
  readonly input: string;
  readonly axis: number;
  /** Its length in each of the two graphs: equal ones keep it fixed. */
  readonly lengths: readonly [number, number];
}

/** A length: a number, or that of a free axis and a number more. */
type Length = number | { readonly axis: FreeAxis; readonly plus: number };

/** Stands for the one length of a Reshape that follows from all others. */
const REST = -1;

/**
 * One graph for every length of some axes, from two that were built alike for different lengths: what
 * differs between the two is the lengths in their lists of int64, and depends on those axes alone.
 *
 * @throws GraphError where the two differ in anything else
 */
export function freeAxes(graphs: readonly [Graph, Graph], axes: readonly FreeAxis[]): Graph {
  const [first, second] = graphs;
  const lists = new ShapeLists(first.inputs, axes);
  const constants = new Map(first.constants);
  const nodes = first.nodes.map((node, index): GraphNode => {
    const other = nth(second.nodes, index);
    if (outline(node) !== outline(other)) {
      throw new GraphError(`${node.operator} depends on the lengths of the axes`);
    }
    const inputs = node.inputs.map((input) => {
      const [one, two] = [first.constants.get(input.name), second.constants.get(input.name)];
      if (one === undefined || two === undefined || sameEntries(one, two)) return input;
      constants.delete(input.name);
      return lists.valueOf(lengthsOf(one, two, axes, node.operator === 'Reshape'));
    });
    return { ...node, inputs };
  });
  const dimensions = [...first.inputs, ...first.outputs].map((value, index) => {
    const other = nth([...second.inputs, ...second.outputs], index);
    const named = value.shape.map((length, axis) => {
      const found = lengthOf(length, nth(other.shape, axis), axes);
      if (typeof found === 'number') return found;
      if (found?.plus === 0) return found.axis.name;
      throw new GraphError(`${value.name} has a dimension that is no axis`);
    });
    return [value.name, named] as const;
  });
  return {
    ...first,
    nodes: [...lists.nodes, ...nodes],
    constants: new Map([...constants, ...lists.constants]),
    dimensions: new Map(dimensions),
  };
}

/** All of a node that has to be the same in both graphs. */
function outline({ operator, inputs, outputs, attributes }: GraphNode): string {
  return JSON.stringify([operator, attributes, [...inputs, ...outputs].map(({ name }) => name)]);
}

function sameEntries({ data: one }: TensorData, { data: two }: TensorData): boolean {
  return one === two || (one.length === two.length && one.every((entry, i) => entry === two[i]));
}

function lengthsOf(
  { data: one }: TensorData,
  { data: two }: TensorData,
  axes: readonly FreeAxis[],
  isReshape: boolean,
): readonly Length[] {
  const areLists = one instanceof BigInt64Array && two instanceof BigInt64Array;
  if (!areLists || one.length !== two.length) {
    throw new GraphError('a constant that is no shape depends on the lengths of the axes');
  }
  const found = Array.from(one, (entry, index) =>
    lengthOf(Number(entry), Number(two[index]), axes),
  );
  const open = found.filter((length) => typeof length !== 'number');
  // Of several open lengths the rest is one that is no axis, as their product.
  const rest = open.length === 1 ? open[0] : undefined;
  const lengths = found.flatMap((length) => {
    if (isReshape && length === rest) return [REST];
    return length === undefined ? [] : [length];
  });
  const isClear = lengths.filter((length) => length === REST).length <= 1;
  if (isClear && lengths.length === found.length) return lengths;
  throw new GraphError('a length depends on the axes in no way that can be written');
}

function lengthOf(one: number, two: number, axes: readonly FreeAxis[]): Length | undefined {
  if (one === two) return one;
  const axis = axes.find(({ lengths: [a, b] }) => a !== b && one - a === two - b);
  return axis === undefined ? undefined : { axis, plus: one - axis.lengths[0] };
}

/** The nodes that make lists of lengths when a graph is run, each list once. */
class ShapeLists {
  readonly nodes: GraphNode[] = [];
  readonly constants = new Map<string, TensorData>();
  readonly #inputs: readonly GraphValue[];
  readonly #known = new Map<string, GraphValue>();

  constructor(inputs: readonly GraphValue[], axes: readonly FreeAxis[]) {
    this.#inputs = inputs.filter(({ name }) => axes.some(({ input }) => input === name));
  }

  /** An int64 list of lengths. */
  valueOf(lengths: readonly Length[]): GraphValue {
    const fixed = lengths.filter((length) => typeof length === 'number');
    if (fixed.length === lengths.length) return this.#constant(fixed);
    const parts = lengths.map((length) =>
      typeof length === 'number' ? this.#constant([length]) : this.#lengthOf(length),
    );
    const [part] = parts;
    if (parts.length === 1 && part !== undefined) return part;
    return this.#node('Concat', parts, [lengths.length], { axis: int(0) });
  }

  #lengthOf({ axis, plus }: Exclude<Length, number>): GraphValue {
    const input = this.#inputs.find(({ name }) => name === axis.input);
    if (input === undefined) throw new GraphError(`the graph has no input ${axis.input}`);
    const shape = this.#node('Shape', [input], [input.shape.length]);
    const own = this.#node('Gather', [shape, this.#constant([axis.axis])], [1], { axis: int(0) });
    return plus === 0 ? own : this.#node('Add', [own, this.#constant([plus])], [1]);
  }

  #constant(list: readonly number[]): GraphValue {
    return this.#once(`list ${list.join()}`, [list.length], (value) => {
      this.constants.set(value.name, { ...value, data: BigInt64Array.from(list, BigInt) });
    });
  }

  #node(
    operator: string,
    inputs: readonly GraphValue[],
    shape: readonly number[],
    attributes: GraphNode['attributes'] = {},
  ): GraphValue {
    const key = `${operator} ${inputs.map(({ name }) => name).join(' ')}`;
    return this.#once(key, shape, (output) => {
      this.nodes.push({ operator, inputs, outputs: [output], attributes });
    });
  }

  #once(key: string, shape: readonly number[], make: (value: GraphValue) => void): GraphValue {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const value = { name: `lengths_${this.#known.size}`, type: 'int64', shape } as const;
    this.#known.set(key, value);
    make(value);
    return value;
  }
}
