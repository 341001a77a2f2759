import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import type { Graph } from '../../src/onnx/graph.ts';
import { writeOnnx } from '../../src/onnx/write-onnx.ts';
import { prepareNetwork } from '../../src/proxy-runs/network-scorer.ts';
import type { PassSettings } from '../../src/proxy-runs/prepare-pass.ts';
import { NETWORK_PROXIES } from '../../src/proxies/registry.ts';
import { executionOrder } from '../../src/runtime/execution-order.ts';
import { tinyArchitecture } from '../scoring/architectures.ts';
import { stackWithGradients } from './graphs.ts';

const profile = z.array(
  z.looseObject({
    name: z.string(),
    ts: z.number(),
    args: z.looseObject({ node_index: z.string().optional() }),
  }),
);

/** The nodes in the order in which the runtime says that it ran them. */
async function profiledOrder(graph: Graph): Promise<number[]> {
  const folder = mkdtempSync(join(tmpdir(), 'zerolm-profile-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const session = await InferenceSession.create(writeOnnx(graph, { name: 'profiled' }), {
    graphOptimizationLevel: 'disabled',
    intraOpNumThreads: 1,
    enableProfiling: true,
    profileFilePrefix: join(folder, 'run'),
  });
  const feeds = graph.inputs.map(({ name, type, shape }) => {
    const size = shape.reduce((product, length) => product * length, 1);
    const tensor =
      type === 'int64'
        ? new Tensor('int64', new BigInt64Array(size), shape)
        : type === 'float64'
          ? new Tensor('float64', new Float64Array(size), shape)
          : new Tensor('float32', new Float32Array(size), shape);
    return [name, tensor] as const;
  });
  await session.run(Object.fromEntries(feeds));
  session.endProfiling();
  await session.release();
  const [file = ''] = readdirSync(folder);
  return profile
    .parse(JSON.parse(readFileSync(join(folder, file), 'utf8')))
    .filter(({ name }) => name.endsWith('_kernel_time'))
    .sort((a, b) => a.ts - b.ts)
    .map(({ args }) => Number(args.node_index));
}

function predictedOrder(graph: Graph): number[] {
  const places = new Map(graph.nodes.map((node, index) => [node, index]));
  return executionOrder(graph).map((node) => places.get(node) ?? -1);
}

test('nodes run as the runtime runs them: catches an estimate of memory in another order', async () => {
  const settings: PassSettings = {
    batch: 2,
    sequenceLength: 8,
    loss: 'next-token',
    initialization: 'normal',
    own: {},
  };
  const { passes } = prepareNetwork(tinyArchitecture(), NETWORK_PROXIES, settings);
  const graphs = passes.map(({ prepared }) => {
    if (!prepared.ok) throw new Error(prepared.reason);
    return prepared.value.graph;
  });
  expect(graphs).toHaveLength(2);
  for (const graph of [stackWithGradients(3, 2, 4), ...graphs]) {
    const order = predictedOrder(graph);
    expect([...order].sort((a, b) => a - b)).toEqual([...graph.nodes.keys()]);
    expect(order).toEqual(await profiledOrder(graph));
  }
});
