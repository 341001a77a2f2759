import { ENTRY_BYTES } from '../onnx/external-data.ts';
import type { Graph, GraphValue, ValueType } from '../onnx/graph.ts';
import { sizeOfShape } from '../onnx/shape.ts';
import { executionOrder } from './execution-order.ts';
import { VIEWS } from './views.ts';

/** Bytes that a run of a graph takes, besides those of the runtime itself. */
export interface MemoryEstimate {
  /** What is fed: weights and tokens. */
  readonly inputs: number;
  /** Values that are alive at once, at most, with the inputs and the constants. */
  readonly peak: number;
}

/** The bytes of a value's entries. */
export function bytesOf({ type, shape }: ValueType): number {
  return ENTRY_BYTES[type] * sizeOfShape(shape);
}

/**
 * The memory of a run, from the shapes alone: inputs and constants stay, the outputs of a node live
 * from when it runs to their last use, those of the graph to the end. Nodes run in the order of
 * `executionOrder`, and none writes over its inputs; the runtime saves a little by doing so.
 */
export function estimateMemory(graph: Graph): MemoryEstimate {
  const { inputs, outputs, constants } = graph;
  const nodes = executionOrder(graph);
  const owners = new Map<GraphValue, GraphValue>();
  const ownerOf = (value: GraphValue): GraphValue => owners.get(value) ?? value;
  const lastUse = new Map<GraphValue, number>();
  for (const [index, node] of nodes.entries()) {
    const [first] = node.inputs;
    if (VIEWS.has(node.operator) && first !== undefined) {
      for (const output of node.outputs) owners.set(output, ownerOf(first));
    }
    for (const value of [...node.inputs, ...node.outputs]) lastUse.set(ownerOf(value), index);
  }
  for (const output of outputs) lastUse.set(ownerOf(output), nodes.length);
  const dying = new Map<number, GraphValue[]>();
  for (const [value, index] of lastUse) {
    const own = dying.get(index);
    if (own === undefined) dying.set(index, [value]);
    else own.push(value);
  }
  const fed = inputs.reduce((sum, value) => sum + bytesOf(value), 0);
  const alive = new Map<GraphValue, number>();
  let live = [...constants.values()].reduce((sum, value) => sum + bytesOf(value), fed);
  let peak = live;
  for (const [index, node] of nodes.entries()) {
    for (const output of node.outputs) {
      if (owners.has(output)) continue;
      const bytes = bytesOf(output);
      alive.set(output, bytes);
      live += bytes;
    }
    peak = Math.max(peak, live);
    // An input of the graph is not in the map: it stays.
    for (const value of dying.get(index) ?? []) live -= alive.get(value) ?? 0;
  }
  return { inputs: fed, peak };
}
