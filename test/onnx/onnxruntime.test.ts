import { describe, expect, test } from 'vitest';
import reference from '../reference/operators.json' with { type: 'json' };
import { caseGraph } from './case-graph.ts';
import { interpret } from './interpret.ts';
import { onnxruntime, runOnnx } from './run-onnx.ts';

/** Operators that onnxruntime's CPU provider has in float32 only. */
const SINGLE = /^(Erf|Conv|LayerNormalization|gelu)\b/;

const TOLERANCE = { float32: 2e-5, float64: 1e-12 };

describe.skipIf(onnxruntime === null).each(['float32', 'float64'] as const)(
  'onnxruntime in %s (needs onnxruntime-node)',
  (type) => {
    test.each(reference.cases.filter(({ name }) => type === 'float32' || !SINGLE.test(name)))(
      '$name: computes what the interpreter does',
      async (item) => {
        const { graph, feeds } = caseGraph(item, type);
        const expected = interpret(graph, feeds);
        const actual = await runOnnx(onnxruntime!, graph, feeds);
        // The cast there and back is rounded once, whatever the graph computes in.
        const tolerance = item.name.startsWith('Cast there') ? 1e-6 : TOLERANCE[type];
        for (const [index, { shape, data }] of actual.entries()) {
          expect(shape).toEqual(expected[index]!.shape);
          const size = Math.max(1, ...expected[index]!.data.map(Math.abs));
          for (const [place, entry] of expected[index]!.data.entries()) {
            expect(Math.abs(data[place]! - entry)).toBeLessThan(tolerance * size);
          }
        }
      },
    );

    test('does not have in float64 what is left out there: catches a list that is out of date', async () => {
      if (type === 'float32') return;
      for (const item of reference.cases.filter(({ name }) =>
        /^(Erf of a matrix|Conv with room)$/.test(name),
      )) {
        const { graph, feeds } = caseGraph(item, type);
        await expect(runOnnx(onnxruntime!, graph, feeds)).rejects.toThrow(
          /NOT_IMPLEMENTED|implementation/,
        );
      }
    });
  },
);
