import { concat, reshape } from '../../graph/compose/shapes.ts';
import type { GraphBuilder } from '../../graph/graph-builder.ts';
import type { GraphValue, TensorData } from '../../graph/graph.ts';
import { sizeOfShape } from '../../graph/shape.ts';
import { failure, success, type Result } from '../../result.ts';
import type { NetworkMeasure } from '../network-proxy.ts';

/** Entries of a tensor of either float type. */
export type Numbers = Float32Array | Float64Array;

/**
 * A measure that is a function of the entries of some values, joined to one tensor in their order.
 *
 * @param values at least one, all of one float type
 * @param score of their entries
 */
export function measureNumbers(
  builder: GraphBuilder,
  values: readonly GraphValue[],
  score: (numbers: Numbers) => number | Result<number>,
): NetworkMeasure {
  const flat = values.map((value) => reshape(builder, value, [sizeOfShape(value.shape)]));
  return {
    outputs: [concat(builder, flat, 0)],
    score: (tensors) => finiteScore(score(numbersOf(tensors, 0))),
  };
}

/** The sum of entries, or of a function of each, in double precision. */
export function sum(
  numbers: Iterable<number>,
  of: (number: number) => number = (number) => number,
): number {
  let total = 0;
  for (const number of numbers) total += of(number);
  return total;
}

/** The mean of entries in double precision; NaN of none. */
export function mean(numbers: Numbers): number {
  return sum(numbers) / numbers.length;
}

/** A score, refused where it is no finite number: it overflowed, or is made of what did. */
export function finiteScore(score: number | Result<number>): Result<number> {
  if (typeof score !== 'number') return score.ok ? finiteScore(score.value) : score;
  if (Number.isFinite(score)) return success(score);
  return failure(
    `the score is ${score}, not a finite number: a value or a gradient of the network overflows`,
  );
}

/**
 * The entries of an output.
 *
 * @throws Error where they are no floats: a mistake of whoever measures
 */
export function numbersOf(tensors: readonly TensorData[], index: number): Numbers {
  const data = tensors[index]?.data;
  if (data instanceof Float32Array || data instanceof Float64Array) return data;
  throw new Error(`output ${index} of a measure is no tensor of floats`);
}
