import type { Graph, GraphValue } from '../onnx/graph.ts';

/** A graph whose outputs have names of their own, for whoever reads its file. */
export function nameOutputs(graph: Graph, names: ReadonlyMap<GraphValue, string>): Graph {
  const renamed = new Map([...names].map(([value, name]) => [value, { ...value, name }]));
  const named = (values: readonly GraphValue[]): GraphValue[] =>
    values.map((value) => renamed.get(value) ?? value);
  return {
    ...graph,
    nodes: graph.nodes.map((node) => ({
      ...node,
      inputs: named(node.inputs),
      outputs: named(node.outputs),
    })),
    outputs: named(graph.outputs),
  };
}
