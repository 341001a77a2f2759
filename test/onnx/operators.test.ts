import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { GraphValue } from '../../src/onnx/graph.ts';
import { OPERATORS, registerOperators } from '../../src/onnx/operators/registry.ts';
import reference from '../reference/operators.json' with { type: 'json' };
import { caseGraph, type CaseGraph } from './case-graph.ts';
import { interpret } from './interpret.ts';
import { CASES } from './operator-cases.ts';
import type { Tensor } from './tensor.ts';

const FOLDER = new URL('../../src/onnx/operators/', import.meta.url);

function values({ graph, feeds }: CaseGraph): (value: GraphValue) => Tensor {
  const results = interpret(graph, feeds);
  return (value) => results[graph.outputs.indexOf(value)]!;
}

/** Constants of a graph in float32 are rounded, all else is computed in double precision. */
const TOLERANCE = { float32: 1e-7, float64: 1e-12 };

function expectClose(
  actual: Tensor,
  expected: { shape: number[]; data: number[] } | null,
  tolerance: number,
): void {
  const data = expected?.data ?? Array.from(actual.data, () => 0);
  if (expected !== null) expect(actual.shape).toEqual(expected.shape);
  expect(actual.data).toHaveLength(data.length);
  const size = Math.max(1, ...data.map(Math.abs));
  for (const [index, entry] of data.entries()) {
    expect(Math.abs(actual.data[index]! - entry)).toBeLessThan(tolerance * size);
  }
}

/** The slope of a scalar along every entry of an input, by central differences. */
function slopes(item: CaseGraph, of: GraphValue, variable: GraphValue): number[] {
  const fed = item.feeds.get(variable.name)!;
  const graph = item.builder.build([of]);
  const step = 1e-5;
  const valueAt = (index: number, by: number): number => {
    const data = fed.data.with(index, fed.data[index]! + by);
    return interpret(graph, new Map(item.feeds).set(variable.name, { ...fed, data }))[0]!.data[0]!;
  };
  return Array.from(
    fed.data,
    (_, index) => (valueAt(index, step) - valueAt(index, -step)) / (2 * step),
  );
}

describe('OPERATORS', () => {
  test('hold every operator that a file of the folder exports: one not registered shows', async () => {
    const found = new Set<unknown>();
    for (const file of readdirSync(FOLDER).filter((name) => name !== 'registry.ts')) {
      const module = (await import(new URL(file, FOLDER).href)) as Record<string, unknown>;
      for (const operator of Object.values(module).flat()) found.add(operator);
    }
    expect(new Set(OPERATORS.values())).toEqual(found);
    expect(OPERATORS.size).toBe(46);
  });

  test('are refused where two have one name: catches one that takes the place of another', () => {
    const [first] = OPERATORS.values();
    expect(() => registerOperators([first!, { ...first! }])).toThrow('two operators named');
  });

  test('are all in some case of the reference: catches a rule that nothing holds', () => {
    const used = new Set(
      reference.cases.flatMap((item) =>
        caseGraph(item, 'float32').graph.nodes.map(({ operator }) => operator),
      ),
    );
    expect([...OPERATORS.keys()].filter((name) => !used.has(name))).toEqual([]);
  });

  test('are in no case that PyTorch does not answer: catches a case that is never run', () => {
    const names = new Set(reference.cases.map(({ name }) => name));
    const unary = /(at the kink|of a scalar|of a matrix)$/;
    expect([...CASES.keys()].filter((name) => !names.has(name) && !unary.test(name))).toEqual([]);
  });
});

describe.each(['float32', 'float64'] as const)('the graph of a case in %s', (type) => {
  const cases = reference.cases.filter(
    ({ name }) => type === 'float32' || !name.startsWith('LayerNormalization'),
  );

  test.each(cases)('$name: PyTorch has the same output, gradients and second gradients', (item) => {
    const graph = caseGraph(item, type);
    const valueOf = values(graph);
    for (const [i, output] of graph.outputs.entries())
      expectClose(valueOf(output), item.outputs[i]!, TOLERANCE[type]);
    for (const i of graph.variables.keys()) {
      expectClose(valueOf(graph.gradients[i]!), item.gradients[i]!, TOLERANCE[type]);
      expectClose(valueOf(graph.secondGradients[i]!), item.secondGradients[i]!, TOLERANCE[type]);
    }
  });
});

describe('gradients', () => {
  test.each(reference.cases.filter(({ kink }) => !kink))(
    '$name: first and second are the slopes of what they are gradients of',
    (item) => {
      const graph = caseGraph(item, 'float32');
      const valueOf = values(graph);
      for (const [i, variable] of graph.variables.entries()) {
        const pairs = [
          [graph.loss, graph.gradients[i]!],
          [graph.sumOfGradients, graph.secondGradients[i]!],
        ] as const;
        for (const [of, gradient] of pairs) {
          const expected = slopes(graph, of, variable);
          const size = Math.max(1, ...expected.map(Math.abs));
          for (const [index, slope] of expected.entries()) {
            expect(Math.abs(valueOf(gradient).data[index]! - slope)).toBeLessThan(1e-7 * size);
          }
        }
      }
    },
  );
});
