import { describe, expect, test } from 'vitest';
import type { Graph, TensorData } from '../../src/onnx/graph.ts';
import { GraphBuilder } from '../../src/onnx/graph-builder.ts';
import { openModel, openSession, type Session } from '../../src/runtime/session.ts';

const x: TensorData = {
  type: 'float32',
  shape: [2, 3],
  data: Float32Array.of(1, 2, 3, 4, 5, 6),
};
const w: TensorData = { type: 'float32', shape: [3, 1], data: Float32Array.of(1, 10, 100) };

function product(): Graph {
  const builder = new GraphBuilder();
  const left = builder.input('x', [2, 3]);
  const right = builder.input('w', [3, 1]);
  const matrix = builder.apply('MatMul', [left, right]);
  return builder.build([matrix, builder.apply('Neg', [matrix])]);
}

async function open(graph: Graph): Promise<Session> {
  const session = await openSession(graph);
  if (!session.ok) throw new Error(session.reason);
  return session.value;
}

describe('openSession', () => {
  test('runs a graph with whatever is fed: catches outputs of another order', async () => {
    const graph = product();
    const session = await open(graph);
    const run = await session.run(new Map(Object.entries({ x, w, other: x })));
    if (!run.ok) throw new Error(run.reason);
    const [matrix, negative] = graph.outputs.map(({ name }) => run.value.get(name));
    expect(matrix).toEqual({ type: 'float32', shape: [2, 1], data: Float32Array.of(321, 654) });
    expect(negative?.data).toEqual(Float32Array.of(-321, -654));
    const ones = { ...w, data: Float32Array.of(1, 1, 1) };
    const again = await session.run(new Map(Object.entries({ x, w: ones })));
    expect(again.ok && again.value.get(graph.outputs[0]!.name)?.data).toEqual(
      Float32Array.of(6, 15),
    );
    await session.close();
  });

  test('computes in double precision what is in double precision: catches a silent narrowing', async () => {
    const builder = new GraphBuilder('float64');
    const sum = builder.apply('Add', [builder.input('a', [1]), builder.constant([1e-12])]);
    const session = await open(builder.build([sum]));
    const run = await session.run(
      new Map([['a', { type: 'float64', shape: [1], data: Float64Array.of(1) } as const]]),
    );
    expect(run.ok && run.value.get(sum.name)).toEqual({
      type: 'float64',
      shape: [1],
      data: Float64Array.of(1 + 1e-12),
    });
    await session.close();
  });

  test('gives each type of entry back as it is', async () => {
    const builder = new GraphBuilder();
    const ids = builder.input('ids', [2], 'int64');
    const equal = builder.apply('Equal', [ids, builder.constant([3, 4], [2], 'int64')]);
    const same = builder.apply('Reshape', [ids, builder.constant([2, 1], [2], 'int64')]);
    const session = await open(builder.build([equal, same]));
    const data = BigInt64Array.of(3n, 5n);
    const run = await session.run(new Map([['ids', { type: 'int64', shape: [2], data } as const]]));
    if (!run.ok) throw new Error(run.reason);
    expect(run.value.get(equal.name)).toEqual({
      type: 'bool',
      shape: [2],
      data: Uint8Array.of(1, 0),
    });
    expect(run.value.get(same.name)?.data).toEqual(data);
    await session.close();
  });

  test('says what is not fed, and what is of another shape: catches an exception of the runtime', async () => {
    const session = await open(product());
    expect(await session.run(new Map([['x', x]]))).toEqual({
      ok: false,
      reason: 'the input w of the graph is not fed',
    });
    const wrong = await session.run(new Map(Object.entries({ x, w: x })));
    expect(wrong.ok ? '' : wrong.reason).toMatch(/^onnxruntime failed: .*dimensions/);
    await session.close();
  });

  test('says that a model is none', async () => {
    const opened = await openModel(new Uint8Array(5), product());
    expect(opened.ok ? '' : opened.reason).toMatch(/^onnxruntime refuses the graph: /);
  });
});
