import { add } from './compose/arithmetic.ts';
import { beneathReshape } from './compose/beneath-reshape.ts';
import { reshape } from './compose/shapes.ts';
import type { GraphNode, GraphValue } from './graph.ts';
import type { Builder } from './builder.ts';
import { GraphError } from './graph-error.ts';
import { operatorNamed } from './operators/registry.ts';
import { shapeText, sizeOfShape } from './shape.ts';

/** The gradient of a value, of its shape; null where nothing depends on it. */
export type GradientLookup = (value: GraphValue) => GraphValue | null;

/**
 * Adds the backward pass of a scalar to a graph, once for every value that it depends on, and
 * returns the lookup of gradients: `d of / d value`, of the value's shape and type, or null where
 * `of` does not depend on the value or only by steps, as through a comparison. What is not looked
 * up is left out when the graph is built.
 *
 * Gradients are values like any other, made of operators that have rules: applied to a scalar
 * made of gradients, this gives second derivatives. Reverse mode, in one pass over the nodes
 * from the last to the first (Linnainmaa 1976; Griewank and Walther, Evaluating Derivatives,
 * 2nd edition 2008, section 3.2).
 *
 * Where there is no derivative: Abs, Sign and Relu have 0 at 0; Sqrt has infinity at 0, as the
 * limit is; equal greatest entries share the gradient of ReduceMax equally; comparisons and Cast
 * to or from whole numbers let no gradient through. A value is one value however often it is
 * used: its gradient is the sum over all its uses. Under another shape it is the same value, because
 * what follows may be applied to either.
 *
 * @param of one entry, of any rank
 * @throws GraphError where `of` has more entries than one or is not of a float type
 */
export function differentiate(builder: Builder, of: GraphValue): GradientLookup {
  if (sizeOfShape(of.shape) !== 1) {
    throw new GraphError(`only a scalar has gradients, ${of.name} is ${shapeText(of.shape)}`);
  }
  if (!isFloat(of)) throw new GraphError(`${of.name} is ${of.type}, which has no gradients`);
  const gradients = new Map<GraphValue, GraphValue>([
    [of, builder.constant([1], of.shape, of.type)],
  ]);
  for (const node of nodesBefore(builder, of)) {
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

/** The nodes that a value needs, each before those whose outputs it takes. */
function nodesBefore(builder: Builder, value: GraphValue): readonly GraphNode[] {
  const needed = new Set<GraphValue>([value]);
  return builder.nodes.toReversed().filter(({ inputs, outputs }) => {
    if (!outputs.some((output) => needed.has(output))) return false;
    for (const input of inputs) needed.add(input);
    return true;
  });
}

function isFloat({ type }: GraphValue): boolean {
  return type === 'float32' || type === 'float64';
}
