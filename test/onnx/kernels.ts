import type { Attributes } from '../../src/onnx/graph.ts';
import { erf, layerNormalization, matMul, scatter, sum, turned, wrapped } from './definitions.ts';
import { at, broadcast, broadcastAt, indicesOf, tensorOf, type Tensor } from './tensor.ts';

/** The outputs of an operator from its inputs, straight from the definition in ONNX. */
type Kernel = (inputs: readonly Tensor[], attributes: Attributes) => readonly Tensor[];

const int = (attributes: Attributes, name: string, fallback: number): number =>
  attributes[name]?.kind === 'int' ? attributes[name].value : fallback;

const ints = (attributes: Attributes, name: string): readonly number[] =>
  attributes[name]?.kind === 'ints' ? attributes[name].value : [];

const axisOf = (attributes: Attributes, rank: number, fallback = 0): number =>
  (int(attributes, 'axis', fallback) + rank) % rank;

const each =
  (map: (x: number) => number): Kernel =>
  ([x]) => [{ shape: x!.shape, data: x!.data.map(map) }];

const pairs =
  (map: (x: number, y: number) => number): Kernel =>
  ([x, y]) => [
    tensorOf(broadcast(x!.shape, y!.shape), (i) => map(broadcastAt(x!, i), broadcastAt(y!, i))),
  ];

const reduce =
  (join: (entries: readonly number[]) => number): Kernel =>
  ([x, list], attributes) => {
    const rank = x!.shape.length;
    const named = list === undefined ? ints(attributes, 'axes') : [...list.data];
    const axes = named.map((axis) => (axis + rank) % rank);
    const kept = x!.shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
    const all = indicesOf(x!.shape);
    const { data } = tensorOf(kept, (index) =>
      join(
        all
          .filter((other) =>
            other.every((place, axis) => axes.includes(axis) || place === index[axis]),
          )
          .map((other) => at(x!, other)),
      ),
    );
    const stays = int(attributes, 'keepdims', 1) === 1;
    return [{ shape: stays ? kept : x!.shape.filter((_, axis) => !axes.includes(axis)), data }];
  };

/** The logarithm of the sum of `e^x` along an axis, beside every entry. */
function logSums(x: Tensor, axis: number): Tensor {
  return tensorOf(x.shape, (index) =>
    Math.log(
      sum(Array.from({ length: x.shape[axis]! }, (_, k) => Math.exp(at(x, index.with(axis, k))))),
    ),
  );
}

const softmax =
  (map: (x: number) => number): Kernel =>
  ([x], attributes) => {
    const sums = logSums(x!, axisOf(attributes, x!.shape.length, -1));
    return [tensorOf(x!.shape, (index) => map(at(x!, index) - at(sums, index)))];
  };

/** By the names of the operators. */
export const KERNELS: Readonly<Record<string, Kernel>> = {
  Neg: each((x) => -x),
  Abs: each(Math.abs),
  Sqrt: each(Math.sqrt),
  Exp: each(Math.exp),
  Log: each(Math.log),
  Reciprocal: each((x) => 1 / x),
  Sign: each(Math.sign),
  Erf: each(erf),
  Tanh: each(Math.tanh),
  Sigmoid: each((x) => 1 / (1 + Math.exp(-x))),
  Relu: each((x) => Math.max(x, 0)),
  Identity: each((x) => x),
  Sin: each(Math.sin),
  Cos: each(Math.cos),
  Add: pairs((x, y) => x + y),
  Sub: pairs((x, y) => x - y),
  Mul: pairs((x, y) => x * y),
  Div: pairs((x, y) => x / y),
  Greater: pairs((x, y) => Number(x > y)),
  Less: pairs((x, y) => Number(x < y)),
  Equal: pairs((x, y) => Number(x === y)),
  ReduceSum: reduce(sum),
  ReduceMean: reduce((entries) => sum(entries) / entries.length),
  ReduceMax: reduce((entries) => Math.max(...entries)),
  ReduceSumSquare: reduce((entries) => sum(entries.map((x) => x * x))),
  Softmax: softmax(Math.exp),
  LogSoftmax: softmax((x) => x),
  MatMul: ([a, b]) => [matMul(a!, b!)],
  Gemm: ([a, b, c], attributes) => {
    const left = int(attributes, 'transA', 0) === 1 ? turned(a!) : a!;
    const right = int(attributes, 'transB', 0) === 1 ? turned(b!) : b!;
    const product = matMul(left, right);
    if (c === undefined) return [product];
    return [tensorOf(product.shape, (index) => at(product, index) + broadcastAt(c, index))];
  },
  CumSum: ([x, named], attributes) => {
    const axis = wrapped(named!.data[0]!, x!.shape.length);
    const isReverse = int(attributes, 'reverse', 0) === 1;
    const { data } = tensorOf(x!.shape, (index) =>
      sum(
        Array.from({ length: x!.shape[axis]! }, (_, place) => place)
          .filter((place) => (isReverse ? place >= index[axis]! : place <= index[axis]!))
          .map((place) => at(x!, index.with(axis, place))),
      ),
    );
    return [{ shape: x!.shape, data }];
  },
  TopK: ([x, count], attributes) => {
    const axis = wrapped(int(attributes, 'axis', -1), x!.shape.length);
    const shape = x!.shape.with(axis, count!.data[0]!);
    const placeOf = (index: readonly number[]): number =>
      Array.from({ length: x!.shape[axis]! }, (_, place) => place).sort(
        (a, b) => at(x!, index.with(axis, b)) - at(x!, index.with(axis, a)),
      )[index[axis]!]!;
    return [
      tensorOf(shape, (index) => at(x!, index.with(axis, placeOf(index)))),
      tensorOf(shape, placeOf),
    ];
  },
  Transpose: ([x], attributes) => {
    const perm = ints(attributes, 'perm');
    const shape = perm.map((axis) => x!.shape[axis]!);
    return [
      tensorOf(shape, (index) =>
        at(
          x!,
          x!.shape.map((_, axis) => index[perm.indexOf(axis)]!),
        ),
      ),
    ];
  },
  Reshape: ([x, shape]) => [{ shape: [...shape!.data], data: x!.data }],
  Expand: ([x, shape]) => [
    tensorOf(broadcast(x!.shape, [...shape!.data]), (index) => broadcastAt(x!, index)),
  ],
  Concat: (inputs, attributes) => {
    const axis = axisOf(attributes, inputs[0]!.shape.length);
    const length = sum(inputs.map(({ shape }) => shape[axis]!));
    return [
      tensorOf(inputs[0]!.shape.with(axis, length), (index) => {
        let place = index[axis]!;
        const input = inputs.find(({ shape }) => {
          if (place < shape[axis]!) return true;
          place -= shape[axis]!;
          return false;
        });
        return at(input!, index.with(axis, place));
      }),
    ];
  },
  Split: ([x, lengths], attributes) => {
    const axis = axisOf(attributes, x!.shape.length);
    let start = 0;
    return [...lengths!.data].map((length) => {
      const from = start;
      start += length;
      return tensorOf(x!.shape.with(axis, length), (index) =>
        at(x!, index.with(axis, index[axis]! + from)),
      );
    });
  },
  Slice: ([x, starts, ends, axes]) => {
    const axis = axes!.data[0]!;
    const length = x!.shape[axis]!;
    const [start, end] = [wrapped(starts!.data[0]!, length), wrapped(ends!.data[0]!, length)];
    return [
      tensorOf(x!.shape.with(axis, end - start), (index) =>
        at(x!, index.with(axis, index[axis]! + start)),
      ),
    ];
  },
  Pad: ([x, pads, fill]) => {
    const rank = x!.shape.length;
    const shape = x!.shape.map((n, axis) => pads!.data[axis]! + n + pads!.data[axis + rank]!);
    return [
      tensorOf(shape, (index) => {
        const inner = index.map((place, axis) => place - pads!.data[axis]!);
        const inside = inner.every((place, axis) => place >= 0 && place < x!.shape[axis]!);
        return inside ? at(x!, inner) : fill!.data[0]!;
      }),
    ];
  },
  Gather: ([x, indices], attributes) => {
    const axis = axisOf(attributes, x!.shape.length);
    const rank = indices!.shape.length;
    const shape = [...x!.shape.slice(0, axis), ...indices!.shape, ...x!.shape.slice(axis + 1)];
    return [
      tensorOf(shape, (index) => {
        const place = at(indices!, index.slice(axis, axis + rank));
        const outer = index.slice(0, axis);
        return at(x!, [...outer, wrapped(place, x!.shape[axis]!), ...index.slice(axis + rank)]);
      }),
    ];
  },
  GatherElements: ([x, indices], attributes) => {
    const axis = axisOf(attributes, x!.shape.length);
    const place = (index: readonly number[]): number =>
      wrapped(at(indices!, index), x!.shape[axis]!);
    return [tensorOf(indices!.shape, (index) => at(x!, index.with(axis, place(index))))];
  },
  ScatterElements: ([x, indices, updates], attributes) => {
    const axis = axisOf(attributes, x!.shape.length);
    const target = (index: readonly number[]): number[] =>
      index.with(axis, wrapped(at(indices!, index), x!.shape[axis]!));
    return [scatter(x!, indicesOf(updates!.shape), target, updates!)];
  },
  ScatterND: ([x, indices, updates]) => {
    const rank = indices!.shape.length - 1;
    const target = (index: readonly number[]): number[] => [
      wrapped(at(indices!, [...index.slice(0, rank), 0]), x!.shape[0]!),
      ...index.slice(rank),
    ];
    return [scatter(x!, indicesOf(updates!.shape), target, updates!)];
  },
  Where: ([condition, yes, no]) => [
    tensorOf(broadcast(condition!.shape, yes!.shape, no!.shape), (index) =>
      broadcastAt(broadcastAt(condition!, index) === 1 ? yes! : no!, index),
    ),
  ],
  // To int64 the fraction is cut off, to bool (9) all but 0 is true; floats stay as they are.
  Cast: ([x], attributes) => {
    const to = int(attributes, 'to', 0);
    return each((entry) => (to === 7 ? Math.trunc(entry) : to === 9 ? Number(entry !== 0) : entry))(
      [x!],
      {},
    );
  },
  Conv: ([x, weight], attributes) => {
    const [before, after] = ints(attributes, 'pads');
    const [batch, channels, length] = x!.shape;
    const kernel = weight!.shape[2]!;
    return [
      tensorOf([batch!, channels!, length! + before! + after! - kernel + 1], ([b, c, t]) =>
        sum(
          Array.from({ length: kernel }, (_, k) => {
            const place = t! + k - before!;
            if (place < 0 || place >= length!) return 0;
            return at(x!, [b!, c!, place]) * at(weight!, [c!, 0, k]);
          }),
        ),
      ),
    ];
  },
  LayerNormalization: ([x, scale, shift], { epsilon }) =>
    layerNormalization(
      x!,
      scale!,
      shift!,
      epsilon?.kind === 'float' ? Math.fround(epsilon.value) : NaN,
    ),
};
