import { int, ints } from '../attributes.ts';
import type { GraphValue } from '../graph.ts';
import type { Builder } from '../builder.ts';
import { axesOf } from '../shape.ts';
import { integers } from './shapes.ts';

/**
 * One entry of all those along some axes. Negative axes count from the end; without axes all are
 * meant. With `keepDims` reduced axes stay as 1, otherwise they are left out.
 */
type Reduction = (
  builder: Builder,
  value: GraphValue,
  axes?: readonly number[],
  keepDims?: boolean,
) => GraphValue;

const reduction =
  (operator: string): Reduction =>
  (builder, value, axes = value.shape.map((_, axis) => axis), keepDims = false) => {
    if (axes.length === 0) return value;
    return builder.apply(operator, [value], {
      axes: ints(axesOf(axes, value.shape.length)),
      keepdims: int(keepDims ? 1 : 0),
    });
  };

/** The sum. */
export const reduceSum: Reduction = (
  builder,
  value,
  axes = value.shape.map((_, axis) => axis),
  keepDims = false,
) => {
  if (axes.length === 0) return value;
  const list = integers(builder, axesOf(axes, value.shape.length));
  return builder.apply('ReduceSum', [value, list], { keepdims: int(keepDims ? 1 : 0) });
};

/** The mean. */
export const reduceMean: Reduction = reduction('ReduceMean');

/** The greatest. */
export const reduceMax: Reduction = reduction('ReduceMax');

const ofEach =
  (reduce: Reduction, map: (builder: Builder, value: GraphValue) => GraphValue): Reduction =>
  (builder, value, axes, keepDims) =>
    value.shape.length === 0 || axes?.length === 0
      ? map(builder, value)
      : reduce(builder, value, axes, keepDims);

/** The sum of squares. */
export const reduceSumSquare: Reduction = ofEach(reduction('ReduceSumSquare'), (builder, value) =>
  builder.apply('Mul', [value, value]),
);

/** The sum of absolute values. */
export const reduceL1: Reduction = (builder, value, axes, keepDims) =>
  reduceSum(builder, builder.apply('Abs', [value]), axes, keepDims);
