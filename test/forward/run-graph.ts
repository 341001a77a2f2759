import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { GraphBuilder } from '../../src/onnx/graph-builder.ts';
import type { GraphValue, TensorData } from '../../src/onnx/graph.ts';
import { writeOnnx } from '../../src/onnx/write-onnx.ts';

/** The entries of values, computed by onnxruntime as the graph stands, without optimization. */
export async function runGraph(
  builder: GraphBuilder,
  outputs: readonly GraphValue[],
  feeds: ReadonlyMap<string, TensorData>,
): Promise<Map<GraphValue, Float64Array>> {
  const graph = builder.build([...new Set(outputs)]);
  const session = await InferenceSession.create(writeOnnx(graph, { name: 'test' }), {
    graphOptimizationLevel: 'disabled',
    intraOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  const tensors = graph.inputs.map(({ name, type, shape }) => {
    const feed = feeds.get(name);
    if (feed === undefined) throw new Error(`${name} is not fed`);
    return [name, new Tensor(type, feed.data as Float32Array, shape)] as const;
  });
  const results = await session.run(Object.fromEntries(tensors));
  await session.release();
  return new Map(
    outputs.map((value) => {
      const { data } = results[value.name]!;
      return [value, Float64Array.from(data as Float32Array)];
    }),
  );
}
