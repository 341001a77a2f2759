import type { Graph, GraphNode, GraphValue } from '../onnx/graph.ts';

/**
 * The order in which onnxruntime runs the nodes of a graph: depth first, backwards from the nodes
 * that no other node needs, the last of these first, and of the nodes after a node the last first.
 * So a node runs when the first that needs it does.
 *
 * Source: onnxruntime's constructor of GraphViewer and Graph::ReverseDFSFrom, which a test holds
 * this against.
 */
export function executionOrder({ nodes }: Pick<Graph, 'nodes'>): GraphNode[] {
  const indexOf = new Map<GraphValue, number>();
  const isNeeded = nodes.map(() => false);
  const after = nodes.map(({ inputs, outputs }, index) => {
    const before = new Set<number>();
    for (const input of inputs) {
      const producer = indexOf.get(input);
      if (producer === undefined) continue;
      before.add(producer);
      isNeeded[producer] = true;
    }
    for (const output of outputs) indexOf.set(output, index);
    return [...before].sort((a, b) => a - b);
  });
  const order: GraphNode[] = [];
  const seen = nodes.map(() => false);
  const stack: { readonly index: number; readonly isLeft: boolean }[] = [];
  for (const index of nodes.keys()) {
    if (isNeeded[index] !== true) stack.push({ index, isLeft: false });
  }
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { index, isLeft } = top;
    const node = nodes[index];
    if (node !== undefined && isLeft) order.push(node);
    if (isLeft || seen[index] === true) continue;
    seen[index] = true;
    stack.push({ index, isLeft: true });
    for (const before of after[index] ?? []) {
      if (seen[before] !== true) stack.push({ index: before, isLeft: false });
    }
  }
  return order;
}
