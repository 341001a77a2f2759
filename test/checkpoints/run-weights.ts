import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Architecture } from '../../src/architecture/architecture.ts';
import { modelGraph } from '../../src/forward/model-graph.ts';
import { writeOnnx } from '../../src/onnx/write-onnx.ts';

const LENGTH = 5;

/** The last hidden states of a model with some weights, for five tokens or an image. */
export async function statesOf(
  architecture: Architecture,
  weights: ReadonlyMap<string, Float32Array>,
): Promise<Float32Array> {
  const built = modelGraph(architecture, { batch: 1, sequenceLength: LENGTH });
  if (!built.ok) throw new Error(built.reason);
  const { graph } = built.value;
  const session = await InferenceSession.create(writeOnnx(graph, { name: 'test' }), {
    graphOptimizationLevel: 'disabled',
    intraOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  const feeds = graph.inputs.map(({ name, type, shape }): readonly [string, Tensor] => {
    const sizes = shape.map(Number);
    const own = weights.get(name);
    if (own !== undefined) return [name, new Tensor('float32', own, sizes)];
    const size = sizes.reduce((product, length) => product * length, 1);
    if (type === 'float32') {
      const entries = Float32Array.from({ length: size }, (_, at) => Math.cos(at));
      return [name, new Tensor('float32', entries, sizes)];
    }
    const ids = name.endsWith('input_ids');
    const entries = BigInt64Array.from({ length: size }, (_, at) =>
      BigInt(ids ? 2 + ((7 * at) % 20) : name.endsWith('mask') ? 1 : 0),
    );
    return [name, new Tensor('int64', entries, sizes)];
  });
  const { last_hidden_state: states } = await session.run(Object.fromEntries(feeds));
  await session.release();
  return states?.data as Float32Array;
}
