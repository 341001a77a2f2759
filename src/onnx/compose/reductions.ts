import { int, ints } from '../attributes.ts';
import type { Builder, GraphValue } from '../graph.ts';
import { axesOf } from '../shape.ts';
import { integers } from './shapes.ts';

/**
 * One entry of those along some axes, all by default; negative ones count from the end. With
 * `keepDims` reduced axes stay as 1, otherwise they are left out.
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
    const list = axesOf(axes, value.shape.length);
    const keepdims = int(keepDims ? 1 : 0);
    // In opset 17 ReduceSum takes its axes as an input, the others as an attribute.
    return operator === 'ReduceSum'
      ? builder.apply(operator, [value, integers(builder, list)], { keepdims })
      : builder.apply(operator, [value], { axes: ints(list), keepdims });
  };

/** The sum. */
export const reduceSum: Reduction = reduction('ReduceSum');

/** The mean. */
export const reduceMean: Reduction = reduction('ReduceMean');

/** The greatest. */
export const reduceMax: Reduction = reduction('ReduceMax');

const sumOfSquares = reduction('ReduceSumSquare');

/** The sum of squares. */
export const reduceSumSquare: Reduction = (builder, value, axes, keepDims) =>
  value.shape.length === 0 || axes?.length === 0
    ? builder.apply('Mul', [value, value])
    : sumOfSquares(builder, value, axes, keepDims);

/** The sum of absolute values. */
export const reduceL1: Reduction = (builder, value, axes, keepDims) =>
  reduceSum(builder, builder.apply('Abs', [value]), axes, keepDims);
