import type { GraphNode, GraphValue } from '../onnx/graph.ts';
import { nodeCost } from './node-cost.ts';

/**
 * The cost of a graph by whom it is computed for: that of a node is shared equally by all who need
 * it, so that the shares add up to the cost of all nodes that anyone needs.
 *
 * @param nodes every node after those whose outputs it takes
 * @param wanted for each, the values that it needs
 * @returns for each, its share of the cost (see `nodeCost`)
 */
export function shareCosts(
  nodes: readonly GraphNode[],
  wanted: readonly (readonly GraphValue[])[],
): number[] {
  const shares = wanted.map(() => 0);
  const masks = new Map<GraphValue, bigint>();
  const add = (value: GraphValue, mask: bigint): void => {
    masks.set(value, (masks.get(value) ?? 0n) | mask);
  };
  for (const [index, values] of wanted.entries()) {
    for (const value of values) add(value, 1n << BigInt(index));
  }
  const members = new Map<bigint, readonly number[]>();
  for (const node of nodes.toReversed()) {
    let mask = 0n;
    for (const output of node.outputs) mask |= masks.get(output) ?? 0n;
    if (mask === 0n) continue;
    for (const input of node.inputs) add(input, mask);
    const sharing = members.get(mask) ?? membersOf(mask, wanted.length);
    members.set(mask, sharing);
    const share = nodeCost(node) / sharing.length;
    for (const index of sharing) shares[index] = (shares[index] ?? 0) + share;
  }
  return shares;
}

function membersOf(mask: bigint, length: number): readonly number[] {
  return Array.from({ length }, (_, index) => index).filter(
    (index) => (mask & (1n << BigInt(index))) !== 0n,
  );
}
