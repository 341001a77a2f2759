import type { ElementType, Graph } from '../../src/onnx/graph.ts';
import { writeOnnx } from '../../src/onnx/write-onnx.ts';
import type { Tensor } from './tensor.ts';

type Runtime = typeof import('onnxruntime-node');

/** Null where it is not installed: it is an optional dependency. */
export const onnxruntime: Runtime | null = await import('onnxruntime-node').catch(() => null);

const ENTRIES = {
  float32: Float32Array,
  float64: Float64Array,
  int64: BigInt64Array,
  bool: Uint8Array,
};

function entries(
  type: ElementType,
  data: Float64Array,
): Float32Array | Float64Array | BigInt64Array {
  if (type === 'float32') return Float32Array.from(data);
  if (type === 'float64') return data;
  return BigInt64Array.from(data, (entry) => BigInt(entry));
}

/** The outputs of a graph by onnxruntime, as it is run for proxies: one thread, not optimized. */
export async function runOnnx(
  runtime: Runtime,
  graph: Graph,
  feeds: ReadonlyMap<string, Tensor>,
): Promise<readonly Tensor[]> {
  const session = await runtime.InferenceSession.create(writeOnnx(graph, { name: 'test' }), {
    intraOpNumThreads: 1,
    graphOptimizationLevel: 'disabled',
  });
  const tensors = graph.inputs.map(
    ({ name, type, shape }): [string, InstanceType<Runtime['Tensor']>] => [
      name,
      new runtime.Tensor(type, entries(type, feeds.get(name)!.data), shape),
    ],
  );
  const results = await session.run(Object.fromEntries(tensors));
  const outputs = graph.outputs.map(({ name, type }) => {
    const { dims, data } = results[name]!;
    if (!(data instanceof ENTRIES[type])) throw new Error(`${name} is not ${type}`);
    return { shape: dims, data: Float64Array.from(data, Number) };
  });
  await session.release();
  return outputs;
}
