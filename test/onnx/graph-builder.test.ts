import { describe, expect, test } from 'vitest';
import { add, mul } from '../../src/onnx/compose/arithmetic.ts';
import { exp, identity } from '../../src/onnx/compose/functions.ts';
import { GraphBuilder } from '../../src/onnx/graph-builder.ts';
import { GraphError } from '../../src/onnx/graph-error.ts';

describe('a GraphBuilder', () => {
  test('leaves out what no output needs, inputs and constants too', () => {
    const builder = new GraphBuilder();
    const [x, y] = [builder.input('x', [2]), builder.input('y', [2])];
    const kept = mul(builder, x, 3);
    mul(builder, y, 4);
    const graph = builder.build([kept]);
    expect(graph.nodes.map(({ operator }) => operator)).toEqual(['Mul']);
    expect(graph.inputs).toEqual([x]);
    expect([...graph.constants.values()].map(({ data }) => [...data])).toEqual([[3]]);
  });

  test('names an output once: onnxruntime takes no file that names it twice', () => {
    const builder = new GraphBuilder();
    const x = builder.input('x', [2]);
    expect(builder.build([x, exp(builder, x), x]).outputs).toHaveLength(2);
  });

  test('applies an operator to the same inputs once, but for Identity', () => {
    const builder = new GraphBuilder();
    const x = builder.input('x', [2]);
    expect(exp(builder, x)).toBe(exp(builder, x));
    expect(add(builder, x, 1)).not.toBe(add(builder, x, 2));
    expect(builder.apply('Transpose', [x], { perm: { kind: 'ints', value: [0] } })).not.toBe(
      exp(builder, x),
    );
    expect(identity(builder, x)).not.toBe(identity(builder, x));
  });

  test('makes one value of equal short constants, -0 apart, and keeps long ones by reference', () => {
    const builder = new GraphBuilder();
    expect(builder.constant([1, 2])).toBe(builder.constant(Float32Array.of(1, 2)));
    expect(builder.constant([1, 2])).not.toBe(builder.constant([1, 2], [2, 1]));
    expect(builder.constant([1, 2])).not.toBe(builder.constant([1, 2], [2], 'float64'));
    expect(builder.constant(0)).not.toBe(builder.constant(-0));
    expect(builder.constant(NaN)).toBe(builder.constant(NaN));
    const long = new Float32Array(1_000_000);
    const value = builder.constant(long, [1000, 1000]);
    expect(builder.constantOf(value)?.data).toBe(long);
  });

  test('takes a part of a longer array as a constant: catches a key made of all its bytes', () => {
    const builder = new GraphBuilder();
    const all = Float32Array.of(1, 2, 3);
    const part = builder.constant(all.subarray(1));
    expect([...(builder.constantOf(part)?.data ?? [])]).toEqual([2, 3]);
    expect(part).toBe(builder.constant([2, 3]));
  });

  test('refuses names that are taken, entries that do not fill a shape or are of another type', () => {
    const builder = new GraphBuilder();
    builder.input('x', [2]);
    expect(() => builder.input('x', [3])).toThrow('there are two values named x');
    expect(() => builder.constant([1, 2], [3])).toThrow('a constant of shape [3] has 2 entries');
    expect(() => builder.constant(Float64Array.of(1))).toThrow('are not of type float32');
    expect(() => builder.apply('Gelu', [])).toThrow(new GraphError('there is no operator Gelu'));
  });

  test('makes names that no input has taken', () => {
    const builder = new GraphBuilder();
    const inputs = Array.from({ length: 4 }, (_, index) => builder.input(`Exp_${index}`, []));
    const names = inputs.map((input) => exp(builder, input).name);
    expect(new Set([...names, ...inputs.map(({ name }) => name)]).size).toBe(8);
  });

  test('gives one output only of an operator that has one', () => {
    const builder = new GraphBuilder();
    const x = builder.input('x', [2]);
    const attributes = { axis: { kind: 'int', value: 0 } } as const;
    const lengths = builder.constant([1, 1], [2], 'int64');
    expect(() => builder.apply('Split', [x, lengths], attributes)).toThrow(
      'has 2 outputs, not one',
    );
    expect(builder.applyAll('Split', [x, lengths], attributes)).toHaveLength(2);
  });
});
