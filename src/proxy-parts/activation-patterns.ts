import { mul } from '../onnx/compose/arithmetic.ts';
import { cast } from '../onnx/compose/functions.ts';
import { reduceSum } from '../onnx/compose/reductions.ts';
import { slice } from '../onnx/compose/shapes.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { failure, success, type Result } from '../result.ts';
import { activeUnits } from './active-units.ts';
import type { NetworkMeasure } from './network-proxy.ts';
import { joinNumbers, numbersOf } from './numbers.ts';
import { oncePerPass } from './once-per-pass.ts';
import { oncePerRun } from './once-per-run.ts';

/** Sequences whose bits make one number, which single precision holds exactly. */
const BITS = 24;

/** More neurons than memory holds; a number of {@link BITS} and a place make one double. */
const PLACES = 2 ** (53 - BITS);

/**
 * The number of different patterns of activation over the sequences of the batch. A neuron is a unit of
 * a feed-forward layer at one token; its pattern has a bit for each sequence, whether it is above zero
 * there.
 *
 * The number is a failure where all patterns are there that as many sequences can have: larger networks
 * would not have more.
 */
export const activationPatterns = oncePerPass((forward): NetworkMeasure => {
  const { builder, batch } = forward;
  const starts = Array.from({ length: Math.ceil(batch / BITS) }, (_, word) => word * BITS);
  const outputs = activeUnits({ forward }).flatMap((active) => {
    const bits = cast(builder, active, builder.type);
    return starts.map((start): GraphValue => {
      const end = Math.min(batch, start + BITS);
      const powers = Array.from({ length: end - start }, (_, bit) => 2 ** bit);
      const own = slice(builder, bits, 0, start, end);
      const weighed = mul(builder, own, builder.constant(powers, [powers.length, 1, 1]));
      return reduceSum(builder, weighed, [0]);
    });
  });
  return {
    outputs,
    score: oncePerRun((tensors) => {
      const words = starts.map((_, word) =>
        joinNumbers(
          tensors.flatMap((__, index) =>
            index % starts.length === word ? [numbersOf(tensors, index)] : [],
          ),
        ),
      );
      return settled(countPatterns(words), batch);
    }),
  };
});

function settled(count: number, batch: number): Result<number> {
  return count < 2 ** batch
    ? success(count)
    : failure(
        `all ${count} patterns of activation are there that ${batch} sequences can have: take a larger --batch`,
      );
}

/**
 * How many different columns there are.
 *
 * @param words rows of whole numbers from 0 and below 2^24, of equal lengths below 2^29
 */
export function countPatterns(words: readonly Float64Array[]): number {
  return countFrom(
    words,
    0,
    Float64Array.from(words[0] ?? [], (_, place) => place),
  );
}

/** The same among some places, which are equal in the rows before the given one. */
function countFrom(words: readonly Float64Array[], row: number, places: Float64Array): number {
  const word = words[row];
  if (word === undefined || places.length < 2) return Math.min(1, places.length);
  const keys = places.map((place) => (word[place] ?? NaN) * PLACES + place).sort();
  let count = 0;
  for (let start = 0, end = 0; start < keys.length; start = end) {
    const value = Math.floor((keys[start] ?? NaN) / PLACES);
    while (end < keys.length && Math.floor((keys[end] ?? NaN) / PLACES) === value) end++;
    count += countFrom(
      words,
      row + 1,
      keys.subarray(start, end).map((key) => key % PLACES),
    );
  }
  return count;
}
