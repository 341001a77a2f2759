import { mul, sub } from '../onnx/compose/arithmetic.ts';
import { reduceSum } from '../onnx/compose/reductions.ts';
import type { GradientLookup } from '../onnx/differentiate.ts';
import type { GraphNode, GraphValue } from '../onnx/graph.ts';
import type { GraphBuilder } from '../onnx/graph-builder.ts';

/** Operators that only transpose or reshape a weight on its way to a product. */
const LAYOUTS: readonly string[] = ['Reshape', 'Transpose', 'Identity'];

/** Products, linear in each of the first two inputs; a third is added. */
const PRODUCTS: readonly string[] = ['MatMul', 'Gemm'];

/**
 * The derivative of a scalar z along some weights, `sum over weights of sum(W * dz/dW)`, as scalars
 * that add up to it.
 *
 * Where a weight has a part in products alone, its gradients are not needed: a product `Y = X W` is
 * linear in W, so that `sum(W * dz/dW)` is `sum(Y * dz/dY)` over all products that W has a part in,
 * and `dz/dY` is known on the way. That leaves out a product as large as Y = X W for every one of
 * them, a third of the backward pass. A bias that was added to the product is subtracted.
 *
 * @param lookup of the gradients of z
 */
export function derivativeAlong(
  builder: GraphBuilder,
  weights: readonly GraphValue[],
  lookup: GradientLookup,
): readonly GraphValue[] {
  const users = new Map<GraphValue, GraphNode[]>();
  for (const node of builder.nodes) {
    // A node that z does not depend on, such as its own gradients, does not use the weight.
    if (!node.outputs.some((output) => lookup(output) !== null)) continue;
    for (const input of new Set(node.inputs)) {
      const known = users.get(input);
      if (known === undefined) users.set(input, [node]);
      else known.push(node);
    }
  }
  return weights.flatMap((weight) => {
    const products = productsOf(weight, users);
    if (products !== null) return products.flatMap((node) => alongProduct(builder, node, lookup));
    const gradient = lookup(weight);
    return gradient === null ? [] : [reduceSum(builder, mul(builder, weight, gradient))];
  });
}

/** The products that a value has a part in; null where it has a part in anything else, or twice in one. */
function productsOf(
  value: GraphValue,
  users: ReadonlyMap<GraphValue, readonly GraphNode[]>,
): readonly GraphNode[] | null {
  const found: GraphNode[] = [];
  for (const node of users.get(value) ?? []) {
    const places = node.inputs.flatMap((input, place) => (input === value ? [place] : []));
    const [place = 0] = places;
    if (places.length > 1 || place > 1) return null;
    if (PRODUCTS.includes(node.operator)) {
      found.push(node);
      continue;
    }
    const [output] = node.outputs;
    const further = LAYOUTS.includes(node.operator) && output ? productsOf(output, users) : null;
    if (further === null) return null;
    found.push(...further);
  }
  return found;
}

function alongProduct(
  builder: GraphBuilder,
  { inputs, outputs }: GraphNode,
  lookup: GradientLookup,
): GraphValue[] {
  const [product] = outputs;
  const gradient = product === undefined ? null : lookup(product);
  if (product === undefined || gradient === null) return [];
  const bias = inputs[2];
  const own = bias === undefined ? product : sub(builder, product, bias);
  return [reduceSum(builder, mul(builder, own, gradient))];
}
