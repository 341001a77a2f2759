import { describe, expect, test } from 'vitest';
import { add, mul } from '../../src/onnx/compose/arithmetic.ts';
import { exp } from '../../src/onnx/compose/functions.ts';
import { gemm, linear, matmul } from '../../src/onnx/compose/matmul.ts';
import { reduceSum, reduceSumSquare } from '../../src/onnx/compose/reductions.ts';
import { transpose } from '../../src/onnx/compose/shapes.ts';
import { differentiate } from '../../src/onnx/differentiate.ts';
import type { GraphValue, TensorData } from '../../src/onnx/graph.ts';
import { GraphBuilder } from '../../src/onnx/graph-builder.ts';
import { derivativeAlong } from '../../src/proxy-parts/derivative-along.ts';
import { openSession } from '../../src/runtime/session.ts';

type Make = (builder: GraphBuilder, weight: GraphValue, input: GraphValue) => GraphValue;

/** The derivative of a scalar along a weight, and the nodes that it takes; once by its definition. */
async function bothWays(
  make: Make,
): Promise<{ along: number; definition: number; nodes: string[] }> {
  const builder = new GraphBuilder('float64');
  const weight = builder.input('weight', [3, 3]);
  const input = builder.input('input', [3, 3]);
  const z = make(builder, weight, input);
  const lookup = differentiate(builder, z);
  const parts = derivativeAlong(builder, [weight], lookup);
  const along = parts.reduce((all, part) => add(builder, all, part), builder.constant(0));
  const gradient = lookup(weight);
  if (gradient === null) throw new Error('it does not depend on the weight');
  const definition = reduceSum(builder, mul(builder, weight, gradient));
  const session = await openSession(builder.build([along, definition]));
  if (!session.ok) throw new Error(session.reason);
  const tensor = (factor: number): TensorData => ({
    type: 'float64',
    shape: [3, 3],
    data: Float64Array.from({ length: 9 }, (_, i) => Math.sin(factor * (i + 1))),
  });
  const run = await session.value.run(
    new Map([
      ['weight', tensor(1.3)],
      ['input', tensor(2.1)],
    ]),
  );
  await session.value.close();
  if (!run.ok) throw new Error(run.reason);
  const [first, second] = [along, definition].map(({ name }) =>
    Number(run.value.get(name)?.data[0]),
  );
  const nodes = builder.build([along]).nodes.map(({ operator }) => operator);
  return { along: first ?? NaN, definition: second ?? NaN, nodes };
}

const CASES: Readonly<Record<string, Make>> = {
  'a layer with bias': (builder, weight, input) => {
    const bias = builder.constant([1, 2, 3], [3]);
    return reduceSumSquare(builder, exp(builder, linear(builder, input, weight, bias)));
  },
  'products from the left, from the right, and turned': (builder, weight, input) => {
    const turned = matmul(builder, input, transpose(builder, weight, [1, 0]));
    return reduceSumSquare(builder, gemm(builder, weight, turned, { transposeA: true }));
  },
  'a weight that is an entry of something else': (builder, weight, input) =>
    reduceSumSquare(builder, add(builder, matmul(builder, input, weight), exp(builder, weight))),
  'a weight that is multiplied by itself': (builder, weight, input) =>
    reduceSumSquare(builder, matmul(builder, matmul(builder, weight, weight), input)),
  'a weight that is added to a product': (builder, weight, input) =>
    reduceSumSquare(builder, gemm(builder, input, input, { plus: weight })),
  'a gradient, which has the weight in it again': (builder, weight, input) => {
    const layer = reduceSum(builder, exp(builder, linear(builder, input, weight, null)));
    const gradient = differentiate(builder, layer)(input);
    if (gradient === null) throw new Error('no gradient');
    return reduceSumSquare(builder, gradient);
  },
};

describe('derivativeAlong', () => {
  test.each(Object.entries(CASES))(
    'is that of the definition for %s: catches a use that is left out or counted twice',
    async (_name, make) => {
      const { along, definition } = await bothWays(make);
      expect(Math.abs(along / definition - 1)).toBeLessThan(1e-12);
    },
  );

  test('takes no product for the gradient of the weight: catches the work that it is there to save', async () => {
    const { nodes } = await bothWays((builder, weight, input) =>
      reduceSumSquare(builder, matmul(builder, input, weight)),
    );
    expect(nodes.filter((operator) => operator === 'MatMul' || operator === 'Gemm')).toEqual([
      'MatMul',
    ]);
  });
});
