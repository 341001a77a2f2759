import { describe, expect, test } from 'vitest';
import { add, mul } from '../../src/onnx/compose/arithmetic.ts';
import { expand, pad, reshape, slice } from '../../src/onnx/compose/shapes.ts';
import { linear } from '../../src/onnx/compose/matmul.ts';
import { freeAxes } from '../../src/onnx/free-axes.ts';
import { GraphBuilder } from '../../src/onnx/graph-builder.ts';
import type { Graph, GraphValue } from '../../src/onnx/graph.ts';
import { writeOnnx } from '../../src/onnx/write-onnx.ts';
import { readModel } from './onnx-schema.ts';
import { onnxruntime } from './run-onnx.ts';

type Build = (builder: GraphBuilder, x: GraphValue, rows: number, columns: number) => GraphValue;

const ROWS = [101, 103] as const;
const COLUMNS = [107, 113] as const;

/** The graph of any size of what a function makes of x, [rows, columns, 2]. */
function freed(build: Build): Graph {
  const graphs = ([0, 1] as const).map((index) => {
    const builder = new GraphBuilder();
    const [rows, columns] = [ROWS[index], COLUMNS[index]];
    const x = builder.input('x', [rows, columns, 2]);
    return builder.build([build(builder, x, rows, columns)]);
  });
  const [first, second] = graphs;
  if (first === undefined || second === undefined) throw new Error('two graphs are built');
  return freeAxes(
    [first, second],
    [
      { name: 'rows', input: 'x', axis: 0, lengths: ROWS },
      { name: 'columns', input: 'x', axis: 1, lengths: COLUMNS },
    ],
  );
}

const CASES: readonly (readonly [string, Build, (rows: number, columns: number) => number[]])[] = [
  [
    'both axes as one and apart again',
    (b, x) => linear(b, x, b.constant([1, 2, 3, 4, 5, 6], [3, 2]), null),
    (rows, columns) => [rows, columns, 3],
  ],
  [
    'axes in another order',
    (b, x, rows, columns) => reshape(b, x, [columns, 2, rows]),
    (rows, columns) => [columns, 2, rows],
  ],
  [
    'an end that is counted from the start',
    (b, x, _, columns) => pad(b, slice(b, x, 1, 1, columns - 1), 1, 1, 1),
    (rows, columns) => [rows, columns, 2],
  ],
  [
    'a repetition',
    (b, x, rows, columns) => mul(b, expand(b, b.constant(2), [3, rows, columns, 2]), x),
    (rows, columns) => [3, rows, columns, 2],
  ],
];

describe('freeAxes', () => {
  test.skipIf(onnxruntime === null).each(CASES)('leaves open %s', async (_, build, shapeOf) => {
    const graph = freed(build);
    const { InferenceSession, Tensor } = onnxruntime!;
    const session = await InferenceSession.create(writeOnnx(graph, { name: 'free' }));
    for (const [rows, columns] of [
      [2, 3],
      [5, 4],
      [1, 3],
    ] as const) {
      const entries = Float32Array.from({ length: rows * columns * 2 }, (__, place) => place);
      const results = await session.run({ x: new Tensor('float32', entries, [rows, columns, 2]) });
      const output = results[graph.outputs[0]!.name];
      expect(output?.dims).toEqual(shapeOf(rows, columns));
    }
    await session.release();
  });

  test('names the axes of inputs and outputs in the file', () => {
    const graph = freed((b, x) => add(b, x, 1));
    const dims = [{ dim_param: 'rows' }, { dim_param: 'columns' }, { dim_value: 2 }];
    const shape = { tensor_type: { elem_type: 1, shape: { dim: dims } } };
    const { plain, again } = readModel(writeOnnx(graph, { name: 'free' }));
    expect(plain).toMatchObject({ graph: { input: [{ type: shape }], output: [{ type: shape }] } });
    expect(Buffer.from(again).equals(writeOnnx(graph, { name: 'free' }))).toBe(true);
  });

  const refused: readonly (readonly [string, Build, RegExp])[] = [
    ['an output that is no axis', (b, x, _, columns) => slice(b, x, 1, 1, columns), /no axis/],
    [
      'a constant of numbers that has its length',
      (b, x, _, columns) => mul(b, x, b.constant(new Float32Array(columns), [columns, 1])),
      /no shape/,
    ],
    ['a number that depends on it', (b, x, rows) => mul(b, x, rows), /no shape/],
    [
      'two lengths that no axis has',
      (b, x, rows, columns) =>
        reshape(b, expand(b, x, [2, rows, columns, 2]), [2 * rows, 2 * columns]),
      /in no way that can be written/,
    ],
  ];
  test.each(refused)('refuses %s', (_, build, message) => {
    expect(() => freed(build)).toThrow(message);
  });

  test('refuses graphs of different nodes: catches a branch by size', () => {
    expect(() => freed((b, x, rows) => (rows === 101 ? add(b, x, 1) : mul(b, x, 3)))).toThrow(
      'Add depends on the lengths of the axes',
    );
  });
});
