import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { linear } from '../../src/onnx/compose/matmul.ts';
import { reduceSum } from '../../src/onnx/compose/reductions.ts';
import { softmax } from '../../src/onnx/compose/softmax.ts';
import { externalDataPieces, layOutExternalData } from '../../src/onnx/external-data.ts';
import { GraphBuilder } from '../../src/onnx/graph-builder.ts';
import type { Graph, TensorData } from '../../src/onnx/graph.ts';
import { writeOnnx } from '../../src/onnx/write-onnx.ts';
import reference from '../reference/operators.json' with { type: 'json' };
import { caseGraph } from './case-graph.ts';
import { readModel } from './onnx-schema.ts';
import { pythonWithOnnx } from './python-with-onnx.ts';
import { onnxruntime } from './run-onnx.ts';

const folder = mkdtempSync(join(tmpdir(), 'zerolm-onnx-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const SCRIPT = new URL('../../scripts/check-onnx.py', import.meta.url).pathname;

/** Names of the inputs that become weights of {@link small}, with their entries. */
const WEIGHTS = new Map<string, TensorData>([
  ['weight', { type: 'float32', shape: [2, 3], data: Float32Array.of(1, -2, 3, 0.5, 0, 8) }],
  ['größe', { type: 'float32', shape: [2], data: Float32Array.of(0.25, -1) }],
]);

function small(): Graph {
  const builder = new GraphBuilder();
  const input = builder.input('input', [4, 3]);
  const [weight, bias] = [builder.input('weight', [2, 3]), builder.input('größe', [2])];
  return builder.build([softmax(builder, linear(builder, input, weight, bias), -1)]);
}

describe('writeOnnx(graph, options)', () => {
  test('is read by protobufjs and written again to the byte: catches a wrong length or number', () => {
    for (const item of reference.cases) {
      const bytes = writeOnnx(caseGraph(item, 'float32').graph, { name: item.name });
      expect(Buffer.from(readModel(bytes).again).equals(bytes)).toBe(true);
    }
    const bytes = writeOnnx(small(), { name: 'small', weights: WEIGHTS });
    expect(Buffer.from(readModel(bytes).again).equals(bytes)).toBe(true);
  });

  test('says what the graph says: names, attributes, types, shapes and entries', () => {
    const graph = small();
    const { plain } = readModel(writeOnnx(graph, { name: 'small', weights: WEIGHTS }));
    const [gemm, soft] = graph.nodes;
    const dims = (...lengths: number[]) => ({
      dim: lengths.map((length) => ({ dim_value: length })),
    });
    const value = (name: string, ...lengths: number[]) => ({
      name,
      type: { tensor_type: { elem_type: 1, shape: dims(...lengths) } },
    });
    const bytes = (name: string) => new Uint8Array(WEIGHTS.get(name)!.data.buffer);
    expect(plain).toEqual({
      ir_version: 8,
      producer_name: 'zerolm',
      graph: {
        name: 'small',
        node: [
          {
            input: ['input', 'weight', 'größe'],
            output: [gemm!.outputs[0]!.name],
            op_type: 'Gemm',
            attribute: [
              { name: 'transA', i: 0, type: 2 },
              { name: 'transB', i: 1, type: 2 },
            ],
          },
          {
            input: [gemm!.outputs[0]!.name],
            output: [soft!.outputs[0]!.name],
            op_type: 'Softmax',
            attribute: [{ name: 'axis', i: -1, type: 2 }],
          },
        ],
        initializer: [
          { name: 'weight', dims: [2, 3], data_type: 1, raw_data: bytes('weight') },
          { name: 'größe', dims: [2], data_type: 1, raw_data: bytes('größe') },
        ],
        input: [value('input', 4, 3)],
        output: [value(soft!.outputs[0]!.name, 4, 2)],
      },
      opset_import: [{ domain: '', version: 17 }],
    });
  });

  test('refuses weights that are no input of the graph, or of another shape or type', () => {
    const graph = small();
    const weight = WEIGHTS.get('weight')!;
    const write = (weights: [string, TensorData][]) => () =>
      writeOnnx(graph, { name: 'small', weights: new Map(weights) });
    expect(write([['wait', weight]])).toThrow('the graph has no input wait');
    expect(write([['weight', { ...weight, shape: [3, 2] }]])).toThrow(
      'the weight weight is float32 [3, 2], not float32 [2, 3]',
    );
    expect(write([['weight', { ...weight, type: 'float64' }]])).toThrow('is float64 [2, 3]');
    expect(() =>
      writeOnnx(graph, {
        name: 'small',
        externalData: { location: 'w', tensors: new Map([['x', { offset: 0, length: 4 }]]) },
      }),
    ).toThrow('the graph has no input x');
  });

  test.skipIf(pythonWithOnnx === undefined)(
    'passes the checker of the onnx package, shapes included, for every operator (needs python3 with onnx)',
    () => {
      const cases = reference.cases.flatMap((item) =>
        (['float32', 'float64'] as const)
          .filter((type) => type === 'float32' || !item.name.startsWith('LayerNormalization'))
          .map((type) => writeOnnx(caseGraph(item, type).graph, { name: item.name })),
      );
      const files = [...cases, writeOnnx(small(), { name: 'small', weights: WEIGHTS })];
      const paths = files.map((bytes, index) => {
        const path = join(folder, `${index}.onnx`);
        writeFileSync(path, bytes);
        return path;
      });
      const output = execFileSync(pythonWithOnnx!, [SCRIPT, ...paths], { encoding: 'utf8' });
      expect(Number(output)).toBe(files.length);
    },
  );
});

describe('weights beside the file', () => {
  test('lie at pages, one after the other, as the pieces are written: catches a wrong gap', () => {
    const tensors = new Map<string, TensorData>([
      ['a', { type: 'float64', shape: [512], data: new Float64Array(512).fill(1) }],
      ['b', { type: 'int64', shape: [], data: BigInt64Array.of(7n) }],
      ['c', { type: 'bool', shape: [3], data: Uint8Array.of(1, 0, 1) }],
    ]);
    const places = layOutExternalData(tensors);
    expect([...places]).toEqual([
      ['a', { offset: 0, length: 4096 }],
      ['b', { offset: 4096, length: 8 }],
      ['c', { offset: 8192, length: 3 }],
    ]);
    const file = Buffer.concat([...externalDataPieces(tensors.values())]);
    expect(file).toHaveLength(8195);
    expect(file.readDoubleLE(4088)).toBe(1);
    expect(file.readBigInt64LE(4096)).toBe(7n);
    expect([...file.subarray(8192)]).toEqual([1, 0, 1]);
  });

  test.skipIf(onnxruntime === null || pythonWithOnnx === undefined)(
    'are found by onnxruntime and by the checker: the same numbers as weights inside (needs onnxruntime-node, and python3 with onnx)',
    async () => {
      const graph = small();
      const [inside, beside] = [join(folder, 'inside.onnx'), join(folder, 'beside.onnx')];
      writeFileSync(inside, writeOnnx(graph, { name: 'small', weights: WEIGHTS }));
      writeFileSync(
        join(folder, 'w.bin'),
        Buffer.concat([...externalDataPieces(WEIGHTS.values())]),
      );
      const externalData = { location: 'w.bin', tensors: layOutExternalData(WEIGHTS) };
      writeFileSync(beside, writeOnnx(graph, { name: 'small', externalData }));
      const { InferenceSession, Tensor } = onnxruntime!;
      const entries = Float32Array.from({ length: 12 }, (_, index) => Math.sin(index));
      const outputs = await Promise.all(
        [inside, beside].map(async (path) => {
          const session = await InferenceSession.create(path);
          const results = await session.run({ input: new Tensor('float32', entries, [4, 3]) });
          return results[graph.outputs[0]!.name]!.data;
        }),
      );
      expect(outputs[0]).toHaveLength(8);
      expect(outputs[1]).toEqual(outputs[0]);
      expect(execFileSync(pythonWithOnnx!, [SCRIPT, beside], { encoding: 'utf8' })).toBe('1\n');
    },
  );

  test('are laid out without being there: catches a layout that asks for entries', () => {
    const builder = new GraphBuilder('float64');
    const input = builder.input('huge', [2 ** 28]);
    const graph = builder.build([reduceSum(builder, input)]);
    const places = layOutExternalData([['huge', input]]);
    expect(places.get('huge')).toEqual({ offset: 0, length: 2 ** 31 });
    const externalData = { location: 'w.bin', tensors: places };
    expect(writeOnnx(graph, { name: 'huge', externalData }).length).toBeLessThan(500);
  });
});
