import { relu } from '../../src/graph/compose/functions.ts';
import { matmul } from '../../src/graph/compose/matmul.ts';
import { reduceSum } from '../../src/graph/compose/reductions.ts';
import { differentiate } from '../../src/graph/differentiate.ts';
import { GraphBuilder } from '../../src/graph/graph-builder.ts';
import type { Graph } from '../../src/graph/graph.ts';

/** A stack of n layers of width w on r rows, its loss, and the gradient of every weight. */
export function stackWithGradients(layers: number, rows: number, width: number): Graph {
  const builder = new GraphBuilder();
  const weights = Array.from({ length: layers }, (_, n) => builder.input(`w${n}`, [width, width]));
  let value = builder.input('x', [rows, width]);
  for (const weight of weights) value = relu(builder, matmul(builder, value, weight));
  const loss = reduceSum(builder, value);
  const gradientOf = differentiate(builder, loss);
  const gradients = weights.map((weight) => gradientOf(weight) ?? weight);
  return builder.build([loss, ...gradients]);
}
