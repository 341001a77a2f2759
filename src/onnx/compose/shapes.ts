import { int, ints } from '../attributes.ts';
import type { Builder, FloatType, GraphValue, ValueType } from '../graph.ts';
import { axisOf, nth, sameShape, sizeOfShape } from '../shape.ts';

/** The same entries in the same order under other dimensions. */
export function reshape(builder: Builder, value: GraphValue, shape: readonly number[]): GraphValue {
  if (sameShape(value.shape, shape)) return value;
  const constant = builder.constantOf(value);
  if (constant?.data.length === sizeOfShape(shape)) {
    return builder.constant(constant.data, shape, constant.type);
  }
  const producer = builder.producerOf(value);
  const source = producer?.operator === 'Reshape' ? nth(producer.inputs, 0) : value;
  if (sameShape(source.shape, shape)) return source;
  return builder.apply('Reshape', [source, integers(builder, shape)]);
}

/** Axes in another order: axis `i` of the output is axis `permutation[i]` of the value. */
export function transpose(
  builder: Builder,
  value: GraphValue,
  permutation: readonly number[],
): GraphValue {
  if (permutation.length === value.shape.length && permutation.every((axis, i) => axis === i)) {
    return value;
  }
  const producer = builder.producerOf(value);
  const perm = producer?.operator === 'Transpose' ? producer.attributes.perm : undefined;
  if (producer !== undefined && perm?.kind === 'ints') {
    const joined = permutation.map((axis) => nth(perm.value, axis));
    return transpose(builder, nth(producer.inputs, 0), joined);
  }
  return builder.apply('Transpose', [value], { perm: ints(permutation) });
}

/** The last two axes exchanged. */
export function transposeMatrices(builder: Builder, value: GraphValue): GraphValue {
  const rank = value.shape.length;
  const axes = value.shape.map((_, axis) => axis);
  return transpose(builder, value, [...axes.slice(0, rank - 2), rank - 1, rank - 2]);
}

/** A tensor repeated along missing axes and those of length 1. */
export function expand(builder: Builder, value: GraphValue, shape: readonly number[]): GraphValue {
  if (sameShape(value.shape, shape)) return value;
  return builder.apply('Expand', [value, integers(builder, shape)]);
}

/** A tensor filled with one number, which takes no space in the file of the graph. */
export function filled(
  builder: Builder,
  number: number,
  shape: readonly number[],
  type: FloatType = builder.type,
): GraphValue {
  return expand(builder, builder.constant(number, [], type), shape);
}

/** Zeros of the shape and type of a value. */
export function zerosLike(builder: Builder, value: ValueType): GraphValue {
  return expand(builder, builder.constant(0, [], value.type), value.shape);
}

/** Tensors one after the other along an axis. */
export function concat(builder: Builder, values: readonly GraphValue[], axis: number): GraphValue {
  const [first, ...others] = values;
  if (first !== undefined && others.length === 0) return first;
  return builder.apply('Concat', values, { axis: int(axis) });
}

/** A tensor cut along an axis into pieces of these lengths. */
export function split(
  builder: Builder,
  value: GraphValue,
  lengths: readonly number[],
  axis: number,
): readonly GraphValue[] {
  if (lengths.length === 1 && lengths[0] === value.shape[axisOf(axis, value.shape.length)]) {
    return [value];
  }
  return builder.applyAll('Split', [value, integers(builder, lengths)], { axis: int(axis) });
}

/** The entries from `start` on and before `end` along an axis; negative ones count from its end. */
export function slice(
  builder: Builder,
  value: GraphValue,
  axis: number,
  start: number,
  end: number,
): GraphValue {
  return builder.apply('Slice', [
    value,
    integers(builder, [start]),
    integers(builder, [end]),
    integers(builder, [axisOf(axis, value.shape.length)]),
  ]);
}

/** A tensor with entries of 0, or of another number, put before and after it along an axis. */
export function pad(
  builder: Builder,
  value: GraphValue,
  axis: number,
  before: number,
  after: number,
  fill = 0,
): GraphValue {
  if (before === 0 && after === 0) return value;
  const at = axisOf(axis, value.shape.length);
  const along = (length: number): number[] => value.shape.map((_, i) => (i === at ? length : 0));
  const pads = integers(builder, [...along(before), ...along(after)]);
  return builder.apply('Pad', [value, pads, builder.constant(fill, [], value.type)]);
}

/** Whole numbers as a constant, for shapes and axes. */
export function integers(builder: Builder, list: readonly number[]): GraphValue {
  return builder.constant(list, [list.length], 'int64');
}
