import { relu } from '../../src/onnx/compose/functions.ts';
import { matmul } from '../../src/onnx/compose/matmul.ts';
import { reduceSum } from '../../src/onnx/compose/reductions.ts';
import { differentiate } from '../../src/onnx/differentiate.ts';
import { GraphBuilder } from '../../src/onnx/graph-builder.ts';
import type { Graph } from '../../src/onnx/graph.ts';

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
