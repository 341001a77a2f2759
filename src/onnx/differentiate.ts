import { add } from './compose/arithmetic.ts';
import { beneathReshape } from './compose/beneath-reshape.ts';
import { reshape } from './compose/shapes.ts';
import type { Builder, GraphNode, GraphValue } from './graph.ts';
import { GraphError } from './graph-error.ts';
import { operatorNamed } from './operators/registry.ts';
import { shapeText, sizeOfShape } from './shape.ts';

/** The gradient of a value, of its shape; null where nothing depends on it. */
export type GradientLookup = (value: GraphValue) => GraphValue | null;

/**
 * The lookup of gradients of a scalar, whose backward pass is added to the graph: `d of / d value`,
 * of the value's shape and type, or null where `of` does not depend on the value continuously.
 * Gradients that are not looked up are left out when the graph is built. Applied to a scalar made of
 * gradients, this gives second derivatives. Reverse mode, in one pass over the nodes from the last to
 * the first (Linnainmaa 1976; Griewank and Walther, Evaluating Derivatives, 2nd edition 2008, section
 * 3.2).
 *
 * Where there is no derivative: Abs, Sign and Relu have 0 at 0; Sqrt has infinity at 0, the limit;
 * equal greatest entries share the gradient of ReduceMax equally; comparisons and Cast to or from
 * whole numbers have none. The gradient of a value is the sum over all its uses, also those under
 * another shape, since operators may be applied to either.
 *
 * @param of one entry, of any rank
 * @param until values that the pass does not go beyond: what they depend on has no gradient through them
 * @throws GraphError where `of` has more entries than one or is not of a float type
 */
export function differentiate(
  builder: Builder,
  of: GraphValue,
  until: readonly GraphValue[] = [],
): GradientLookup {
  if (sizeOfShape(of.shape) !== 1) {
    throw new GraphError(`only a scalar has gradients, ${of.name} is ${shapeText(of.shape)}`);
  }
  if (!isFloat(of)) throw new GraphError(`${of.name} is ${of.type}, which has no gradients`);
  const gradients = new Map<GraphValue, GraphValue>([
    [of, builder.constant([1], of.shape, of.type)],
  ]);
  for (const node of nodesBefore(builder, of, until)) {
    const { gradient } = operatorNamed(node.operator);
    const ofOutputs = node.outputs.map((output) => gradients.get(output) ?? null);
    if (gradient === null || ofOutputs.every((value) => value === null)) continue;
    const ofInputs = gradient({ builder, node, gradients: ofOutputs });
    for (const [index, input] of node.inputs.entries()) {
      const part = ofInputs[index] ?? null;
      if (part === null || !isFloat(input)) continue;
      const others = gradients.get(input);
      gradients.set(input, others === undefined ? part : add(builder, others, part));
    }
  }
  const lookup = (value: GraphValue): GraphValue | null => {
    const source = beneathReshape(builder, value);
    if (source === undefined) return gradients.get(value) ?? null;
    const gradient = lookup(source);
    return gradient && reshape(builder, gradient, value.shape);
  };
  return lookup;
}

/** The nodes that a value needs to be computed from others, from the last to the first. */
function nodesBefore(
  builder: Builder,
  value: GraphValue,
  others: readonly GraphValue[],
): readonly GraphNode[] {
  // Some uses are of the value, some of what it is a reshape of: the gradients of both meet there.
  const given = new Set(others.map((other) => beneathReshape(builder, other) ?? other));
  const needed = new Set<GraphValue>([value]);
  return builder.nodes.toReversed().filter(({ inputs, outputs }) => {
    if (!outputs.some((output) => needed.has(output))) return false;
    for (const input of inputs) if (!given.has(input)) needed.add(input);
    return true;
  });
}

function isFloat({ type }: GraphValue): boolean {
  return type === 'float32' || type === 'float64';
}
