import { describe, expect, test } from 'vitest';
import { float, int, ints, text } from '../../src/onnx/attributes.ts';
import { GraphBuilder } from '../../src/onnx/graph-builder.ts';
import type { Attributes, ElementType, GraphValue } from '../../src/onnx/graph.ts';
import { GraphError } from '../../src/onnx/graph-error.ts';
import { OPERATORS } from '../../src/onnx/operators/registry.ts';

/** A tensor of a type, or a constant list of whole numbers. */
type Given = readonly [ElementType, ...number[]] | { readonly list: readonly number[] };

const f = (...shape: number[]): Given => ['float32', ...shape];
const d = (...shape: number[]): Given => ['float64', ...shape];
const n = (...shape: number[]): Given => ['int64', ...shape];
const bool = (...shape: number[]): Given => ['bool', ...shape];
const list = (...entries: number[]): Given => ({ list: entries });

const axis = (value: number): Attributes => ({ axis: int(value) });
const add: Attributes = { reduction: text('add') };
const norm: Attributes = { epsilon: float(1e-5) };

const elementwise = ['Neg', 'Abs', 'Sqrt', 'Exp', 'Log', 'Reciprocal', 'Sign', 'Erf'];
elementwise.push('Tanh', 'Sigmoid', 'Relu', 'Sin', 'Cos', 'Identity', 'Softmax', 'LogSoftmax');
const pairs = ['Add', 'Sub', 'Mul', 'Div', 'Greater', 'Less', 'Equal'];
const reductions = ['ReduceMean', 'ReduceMax', 'ReduceSumSquare'];

const REFUSED: readonly (readonly [string, readonly Given[], Attributes, string])[] = [
  ...elementwise.flatMap((name): (typeof REFUSED)[number][] => [
    [name, [f(2), f(2)], {}, 'float32 [2], float32 [2]: it takes 1 input'],
    [name, [n(2)], {}, 'int64 [2]: it computes with float32 or float64, not int64'],
  ]),
  ['Softmax', [f(2)], axis(1), 'float32 [2]: there is no axis 1 among 1'],
  ['LogSoftmax', [f()], axis(-1), 'float32 []: there is no axis -1 among 0'],
  ...pairs.flatMap((name): (typeof REFUSED)[number][] => [
    [name, [f(2)], {}, 'float32 [2]: it takes 2 inputs'],
    [name, [f(2, 3), f(2)], {}, "[2, 3] and [2] can't be broadcast together"],
    [name, [f(2), d(2)], {}, 'float32 [2], float64 [2]: the types differ'],
    [name, [bool(2), bool(2)], {}, 'numbers'],
  ]),
  ...reductions.flatMap((name): (typeof REFUSED)[number][] => [
    [name, [f(2)], { axes: ints([1]) }, 'float32 [2]: there is no axis 1 among 1'],
    [name, [f(2, 2)], { axes: ints([1, -1]) }, 'axis 1 is named twice'],
    [name, [f(2)], { axes: ints([]) }, 'no axis is named'],
    [name, [f(2)], {}, 'axes must be set to whole numbers'],
    [name, [n(2)], { axes: ints([0]) }, 'not int64'],
  ]),
  ['ReduceSum', [f(2), list(1)], {}, 'there is no axis 1 among 1'],
  ['ReduceSum', [f(2), n(1)], {}, 'must be a constant'],
  ['ReduceSum', [f(2)], {}, 'it takes a tensor and its axes'],
  ['MatMul', [f(2, 3), f(2, 3)], {}, 'float32 [2, 3], float32 [2, 3]: the inner dimensions differ'],
  ['MatMul', [f(3), f(3, 2)], {}, 'a vector is no matrix'],
  ['MatMul', [f(2, 3, 4), f(3, 4, 2)], {}, "[2] and [3] can't be broadcast together"],
  ['MatMul', [f(2, 3), d(3, 2)], {}, 'the types differ'],
  ['Gemm', [f(2, 3), f(2, 3)], {}, 'the inner dimensions differ'],
  ['Gemm', [f(2, 3), f(3, 2)], { transB: int(1) }, 'the inner dimensions differ'],
  ['Gemm', [f(1, 2, 3), f(3, 2)], {}, 'it takes matrices'],
  ['Gemm', [f(1, 3), f(3, 2), f(4, 2)], {}, 'what is added is larger than the product'],
  ['Gemm', [f(2, 3), f(3, 2), f(3)], {}, "can't be broadcast together"],
  ['Gemm', [f(2, 3)], {}, 'it takes 2 or 3 inputs'],
  ['Transpose', [f(2, 3)], { perm: ints([0]) }, '[0] is no order of its axes'],
  ['Transpose', [f(2, 3)], { perm: ints([0, 0]) }, 'axis 0 is named twice'],
  ['Transpose', [f(2, 3)], { perm: ints([0, -1]) }, '[0, -1] is no order of its axes'],
  ['Reshape', [f(2, 3), list(5)], {}, 'its entries do not fill [5]'],
  ['Reshape', [f(2, 3), list(-1)], {}, 'its entries do not fill [-1]'],
  ['Reshape', [f(2, 3), n(1)], {}, 'must be a constant'],
  ['Reshape', [f(2, 3), f(1)], {}, 'must be a constant'],
  ['Expand', [f(2), list(3)], {}, "[2] and [3] can't be broadcast together"],
  ['Expand', [f(2), list(1)], {}, "it can't be repeated to [1]"],
  ['Concat', [f(2, 3), f(2, 4)], axis(0), 'they differ in more than axis 0'],
  ['Concat', [f(2, 3), f(2, 3, 1)], axis(0), 'they differ in more than axis 0'],
  ['Concat', [f(2), d(2)], axis(0), 'the types differ'],
  ['Concat', [], axis(0), 'Concat of nothing: '],
  ['Split', [f(5), list(2, 2)], axis(0), "axis 0 can't be cut into 2 + 2"],
  ['Split', [f(5), list(5, 0)], axis(0), "axis 0 can't be cut into 5 + 0"],
  ['Split', [f(5), list(5)], {}, 'axis must be set to a whole number'],
  ['Slice', [f(5), list(3), list(3), list(0)], {}, 'axis 0 has nothing from 3 to 3'],
  ['Slice', [f(5), list(0), list(6), list(0)], {}, 'axis 0 has nothing from 0 to 6'],
  ['Slice', [f(5), list(-6), list(2), list(0)], {}, 'axis 0 has nothing from -6 to 2'],
  ['Slice', [f(5), list(0), list(2), list(1)], {}, 'there is no axis 1 among 1'],
  ['Slice', [f(5, 5), list(0, 0), list(2, 2), list(0, 1)], {}, 'it slices one axis'],
  ['Slice', [f(5)], {}, 'it takes a tensor, a start, an end and an axis'],
  ['Pad', [f(2), list(1), f()], {}, 'it is filled with one constant number'],
  ['Pad', [f(2), list(1), d()], {}, 'the types differ'],
  ['Gather', [f(2), f(1)], {}, 'float32 is given where int64 is needed'],
  ['Gather', [f(2), n(1)], axis(1), 'there is no axis 1 among 1'],
  ['GatherElements', [f(2, 3), n(3, 3)], axis(1), 'the indices reach past it outside axis 1'],
  ['GatherElements', [f(2, 3), n(2)], axis(1), 'the indices reach past it outside axis 1'],
  ['ScatterElements', [f(2, 3), n(2, 3), f(2, 2)], { ...axis(1), ...add }, 'differ in shape'],
  ['ScatterElements', [f(2), n(2), f(2)], axis(0), 'updates can only be added'],
  ['ScatterElements', [f(2, 3), n(3, 3), f(3, 3)], { ...axis(1), ...add }, 'outside axis 1'],
  ['ScatterND', [f(2, 3), n(4, 2), f(4)], add, 'it takes indices of slices along axis 0'],
  ['ScatterND', [f(2, 3), n(4, 1), f(4, 2)], add, 'its updates must be [4, 3]'],
  ['ScatterND', [f(2, 3), n(4, 1), f(4, 3)], {}, 'updates can only be added'],
  ['Where', [f(2), f(2), f(2)], {}, 'float32 is given where bool is needed'],
  ['Where', [bool(2), f(2), d(2)], {}, 'the types differ'],
  ['Where', [bool(2), f(3), f()], {}, "[2] and [3] can't be broadcast together"],
  ['Cast', [f(2)], { to: int(2) }, 'there is no type 2'],
  ['TopK', [f(2, 3), list(4)], {}, 'axis 1 has no 4 entries to choose'],
  ['TopK', [f(2, 3), list(1, 1)], {}, 'it takes one number'],
  ['TopK', [n(2, 3), list(1)], {}, 'it computes with float32 or float64, not int64'],
  ['CumSum', [bool(2), list(0)], {}, 'it adds numbers'],
  ['CumSum', [f(2), list(0)], {}, 'its axis must be one constant int64'],
  ['CumSum', [f(2), n()], {}, 'its axis must be one constant int64'],
  ['Conv', [f(1, 2, 3), f(2, 2, 1)], { group: int(2), pads: ints([0, 0]) }, 'one kernel'],
  ['Conv', [f(1, 2, 3), f(2, 1, 1)], { group: int(1), pads: ints([0, 0]) }, 'is a group'],
  ['Conv', [f(1, 2, 3), f(2, 1, 5)], { group: int(2), pads: ints([1, 0]) }, 'does not fit'],
  ['Conv', [f(1, 2, 3), f(2, 1)], { group: int(2), pads: ints([0, 0]) }, 'it takes [batch'],
  ['LayerNormalization', [d(2, 3), d(3), d(3)], norm, 'float64 is given where float32 is needed'],
  ['LayerNormalization', [f(2, 3), f(2), f(3)], norm, 'as long as the last axis'],
  ['LayerNormalization', [f(2, 3), f(3), f(3)], {}, 'epsilon must be set to a number'],
  ['LayerNormalization', [f(2, 3), f(3), f(3)], { ...axis(0), ...norm }, 'the last axis'],
];

function refusal(name: string, given: readonly Given[], attributes: Attributes): unknown {
  const builder = new GraphBuilder();
  const inputs = given.map((item, index): GraphValue => {
    if ('list' in item) return builder.constant(item.list, [item.list.length], 'int64');
    const [type, ...shape] = item;
    return builder.input(`x${index}`, shape, type);
  });
  try {
    builder.applyAll(name, inputs, attributes);
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('what can not be computed is refused with the operator, the shapes and the reason', () => {
  test.each(REFUSED)('%s of %j with %j: %s', (name, given, attributes, message) => {
    const error = refusal(name, given, attributes);
    expect(error).toBeInstanceOf(GraphError);
    expect(String(error)).toContain(`GraphError: ${name} of `);
    expect(String(error)).toContain(message);
  });

  test('by every operator: catches one that takes anything', () => {
    const names = new Set(REFUSED.map(([name]) => name));
    expect([...OPERATORS.keys()].filter((name) => !names.has(name))).toEqual([]);
  });
});
