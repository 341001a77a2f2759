import type { GraphValue, TensorData } from '../onnx/graph.ts';
import { failure, success, type Result } from '../result.ts';
import type { NetworkMeasure } from './network-proxy.ts';

/** Entries of a tensor of either float type. */
export type Numbers = Float32Array | Float64Array;

/**
 * A measure that is a function of the entries of some values, concatenated. They are joined here and
 * not in the graph: nodes that join so few numbers take longer to open than to run.
 *
 * @param values at least one, all of float types
 * @param score of their entries
 */
export function measureNumbers(
  values: readonly GraphValue[],
  score: (numbers: Numbers) => number | Result<number>,
): Result<NetworkMeasure> {
  return success({
    outputs: values,
    score: (tensors) =>
      finiteScore(score(joinNumbers(tensors.map((_, index) => numbersOf(tensors, index))))),
  });
}

/** The entries of several tensors, one after another. */
export function joinNumbers(parts: readonly Numbers[]): Float64Array {
  const all = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
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

/** A score; a failure where it is not finite because something overflowed. */
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
 * @throws Error where they are no floats: a mistake in the measure
 */
export function numbersOf(tensors: readonly TensorData[], index: number): Numbers {
  const data = tensors[index]?.data;
  if (data instanceof Float32Array || data instanceof Float64Array) return data;
  throw new Error(`output ${index} of a measure is no tensor of floats`);
}

/** Whether no entry is infinite or NaN. */
export function areFinite(numbers: Numbers): boolean {
  // Callbacks and iterators take several times as long.
  let at = 0;
  while (at < numbers.length && Number.isFinite(numbers[at])) at++;
  return at === numbers.length;
}
