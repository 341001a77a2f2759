import { describe, expect, test } from 'vitest';
import { add, greater, mul } from '../../src/onnx/compose/arithmetic.ts';
import { cast, exp, sign, square } from '../../src/onnx/compose/functions.ts';
import { linear } from '../../src/onnx/compose/matmul.ts';
import { reduceSum } from '../../src/onnx/compose/reductions.ts';
import { gather } from '../../src/onnx/compose/selections.ts';
import { reshape } from '../../src/onnx/compose/shapes.ts';
import { differentiate } from '../../src/onnx/differentiate.ts';
import { GraphBuilder } from '../../src/onnx/graph-builder.ts';
import { interpret } from './interpret.ts';

describe('differentiate(builder, of)', () => {
  test('adds up over all uses of a value: x (x + e^x) at 1 has 2 + 2e', () => {
    const builder = new GraphBuilder('float64');
    const x = builder.input('x', []);
    const gradient = differentiate(builder, mul(builder, x, add(builder, x, exp(builder, x))))(x)!;
    const feeds = new Map([['x', { shape: [], data: Float64Array.of(1) }]]);
    const [result] = interpret(builder.build([gradient]), feeds);
    expect(result!.data[0]).toBeCloseTo(2 + 2 * Math.E, 13);
  });

  test('goes on to any order: the fourth derivative of x^4 at 3 is 24, the fifth 0', () => {
    const builder = new GraphBuilder('float64');
    const x = builder.input('x', []);
    const orders = [square(builder, square(builder, x))];
    for (let order = 1; order <= 4; order++) {
      orders.push(differentiate(builder, orders.at(-1)!)(x)!);
    }
    const feeds = new Map([['x', { shape: [], data: Float64Array.of(3) }]]);
    const results = interpret(builder.build(orders), feeds).map(({ data }) => data[0]);
    expect(results).toEqual([81, 108, 108, 72, 24]);
    const fifth = differentiate(builder, orders.at(-1)!)(x);
    const rest = fifth === null ? [0] : interpret(builder.build([fifth]), feeds)[0]!.data;
    expect([...rest]).toEqual([0]);
  });

  test('goes no further than it is told: catches uses under another shape that are lost', () => {
    const builder = new GraphBuilder('float64');
    const x = builder.input('x', [2, 2]);
    const y = reshape(builder, square(builder, x), [4]);
    // The first use is of y, the second of what y is a reshape of.
    const first = reduceSum(builder, mul(builder, y, builder.constant([1, 2, 3, 4])));
    const second = reduceSum(builder, exp(builder, reshape(builder, y, [1, 4])));
    const lookup = differentiate(builder, add(builder, first, second), [y]);
    const feeds = new Map([['x', { shape: [2, 2], data: Float64Array.of(0, 1, 0, 1) }]]);
    const [result] = interpret(builder.build([lookup(y)!]), feeds);
    const expected = [2, 2 + Math.E, 4, 4 + Math.E];
    for (const [index, entry] of expected.entries()) {
      expect(result!.data[index]).toBeCloseTo(entry, 13);
    }
    expect(lookup(x)).toBeNull();
  });

  test('has null for what the scalar does not depend on, or by steps only', () => {
    const builder = new GraphBuilder();
    const [x, y, z] = ['x', 'y', 'z'].map((name) => builder.input(name, [2]));
    const steps = cast(builder, greater(builder, y!, 0), 'float32');
    const of = reduceSum(builder, mul(builder, mul(builder, x!, steps), sign(builder, y!)));
    const unused = exp(builder, x!);
    const gradientOf = differentiate(builder, of);
    expect(gradientOf(x!)).not.toBeNull();
    for (const value of [y!, z!, unused]) expect(gradientOf(value)).toBeNull();
  });

  test('has gradients of values on the way, of constants and of the scalar itself', () => {
    const builder = new GraphBuilder();
    const x = builder.input('x', [2]);
    const middle = exp(builder, x);
    const factor = builder.constant([2, 3]);
    const of = reduceSum(builder, mul(builder, middle, factor));
    const gradientOf = differentiate(builder, of);
    expect(gradientOf(middle)).toBe(factor);
    expect(gradientOf(factor)).toBe(middle);
    expect([...builder.constantOf(gradientOf(of)!)!.data]).toEqual([1]);
  });

  test('gives every gradient the shape and type of its value', () => {
    const builder = new GraphBuilder();
    const [table, weight] = [builder.input('table', [7, 4]), builder.input('weight', [3, 4])];
    const ids = builder.input('ids', [2, 5], 'int64');
    const hidden = linear(builder, gather(builder, table, ids), weight, null);
    const gradientOf = differentiate(builder, reduceSum(builder, square(builder, hidden)));
    for (const value of [table, weight, hidden]) {
      const { shape, type } = gradientOf(value)!;
      expect({ shape, type }).toEqual({ shape: value.shape, type: value.type });
    }
    expect(gradientOf(ids)).toBeNull();
  });

  test('takes one entry of any rank, and refuses more entries and whole numbers', () => {
    const builder = new GraphBuilder();
    const x = builder.input('x', [1]);
    expect(differentiate(builder, reshape(builder, x, [1, 1, 1]))(x)?.shape).toEqual([1]);
    const many = builder.input('many', [2]);
    expect(() => differentiate(builder, many)).toThrow('only a scalar has gradients, many is [2]');
    const whole = builder.input('whole', [], 'int64');
    expect(() => differentiate(builder, whole)).toThrow('whole is int64, which has no gradients');
  });

  test('is called again for nothing: the same backward pass is not added twice', () => {
    const builder = new GraphBuilder();
    const x = builder.input('x', [2]);
    const of = reduceSum(builder, square(builder, exp(builder, x)));
    const first = differentiate(builder, of)(x);
    const nodes = builder.nodes.length;
    expect(differentiate(builder, of)(x)).toBe(first);
    expect(builder.nodes).toHaveLength(nodes);
  });
});
