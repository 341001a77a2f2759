import type { Graph } from '../../src/onnx/graph.ts';
import { KERNELS } from './kernels.ts';
import type { Tensor } from './tensor.ts';

/**
 * The outputs of a graph, slowly and in double precision whatever the types say: what gradients
 * and onnxruntime are held against. It knows nothing of how shapes are inferred.
 */
export function interpret(graph: Graph, feeds: ReadonlyMap<string, Tensor>): readonly Tensor[] {
  const values = new Map<string, Tensor>(feeds);
  for (const [name, { shape, data }] of graph.constants) {
    values.set(name, { shape, data: Float64Array.from(data, Number) });
  }
  const valueOf = (name: string): Tensor => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`${name} has no value`);
    return value;
  };
  for (const { operator, inputs, outputs, attributes } of graph.nodes) {
    const kernel = KERNELS[operator];
    if (kernel === undefined) throw new Error(`${operator} can't be interpreted`);
    const results = kernel(
      inputs.map(({ name }) => valueOf(name)),
      attributes,
    );
    for (const [index, { name, shape }] of outputs.entries()) {
      const result = results[index]!;
      if (result.shape.join() !== shape.join()) {
        throw new Error(`${operator} gives [${result.shape.join()}], not [${shape.join()}]`);
      }
      values.set(name, result);
    }
  }
  return graph.outputs.map(({ name }) => valueOf(name));
}
