import type { RotaryPositions } from '../architecture/positions.ts';
import { add, greater, mul, sub } from '../onnx/compose/arithmetic.ts';
import { cast, cos, exp, log, sin } from '../onnx/compose/functions.ts';
import { reduceMax } from '../onnx/compose/reductions.ts';
import { where } from '../onnx/compose/selections.ts';
import { concat, reshape, slice, split } from '../onnx/compose/shapes.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { GraphError } from '../onnx/graph-error.ts';
import { nth } from '../onnx/shape.ts';
import type { Padding } from './forward-pass.ts';
import { tokenPlaces } from './padding.ts';
import { sharedValue, type PassContext } from './pass-context.ts';
import {
  rotatedChannels,
  rotaryFrequencies,
  type RotaryFrequencies,
} from './rotary-frequencies.ts';
import { power } from '../elementary-functions.ts';

/**
 * Queries or keys whose first channels are rotated by rotary positions (Su et al. 2021, equation 34):
 * a pair (a, b) at position p becomes `(a cos pf - b sin pf, b cos pf + a sin pf)`, f the frequency of
 * the pair.
 *
 * @param value [batch, length, heads, size]
 * @returns the same shape
 */
export function rotate(
  context: PassContext,
  positions: RotaryPositions,
  value: GraphValue,
): GraphValue {
  const { builder } = context;
  const size = nth(value.shape, 3);
  const d = rotatedChannels(positions, size);
  if (d === 0) return value;
  const { cosines, sines } = wavesOf(context, positions, d);
  const rotated = d === size ? value : slice(builder, value, 3, 0, d);
  const before = value.shape.slice(0, 3);
  const half = d / 2;
  const isInterleaved = positions.interleaved === true;
  const axis = isInterleaved ? 4 : 3;
  const pairs = reshape(
    builder,
    rotated,
    isInterleaved ? [...before, half, 2] : [...before, 2, half],
  );
  const [a, b] = split(builder, pairs, [1, 1], axis).map((part) =>
    reshape(builder, part, [...before, half]),
  );
  if (a === undefined || b === undefined) throw new GraphError('a pair has two channels');
  const turned = [
    sub(builder, mul(builder, a, cosines), mul(builder, b, sines)),
    add(builder, mul(builder, b, cosines), mul(builder, a, sines)),
  ].map((part) => reshape(builder, part, pairs.shape.with(axis, 1)));
  const joined = reshape(builder, concat(builder, turned, axis), [...before, d]);
  return d === size ? joined : concat(builder, [joined, slice(builder, value, 3, d, size)], 3);
}

/** Cosines and sines of the angles of all positions, broadcast to [batch, length, heads, pairs]. */
interface Waves {
  readonly cosines: GraphValue;
  readonly sines: GraphValue;
}

function wavesOf(context: PassContext, positions: RotaryPositions, d: number): Waves {
  const known = rotaryFrequencies(positions, d);
  if (typeof known === 'string') throw new GraphError(known);
  const { padding } = context;
  const key = JSON.stringify(['rotary', positions, d]);
  const waves = (name: 'cos' | 'sin'): GraphValue =>
    sharedValue(context, `${name} ${key}`, () =>
      padding === null
        ? constantWaves(context, known, name)
        : paddedWaves(context, known, name, padding),
    );
  return { cosines: waves('cos'), sines: waves('sin') };
}

/** [length, 1, pairs]: those of a sequence that is as long as the pass. */
function constantWaves(
  { builder, sequenceLength }: PassContext,
  known: RotaryFrequencies,
  name: 'cos' | 'sin',
): GraphValue {
  const { magnitude, long } = known;
  const isLong = long !== null && sequenceLength > long.above;
  const frequencies = isLong ? grown(long, sequenceLength) : known.frequencies;
  const entries = Array.from({ length: sequenceLength }, (_, place) =>
    frequencies.map((frequency) => magnitude * Math[name](place * frequency)),
  );
  return builder.constant(entries.flat(), [sequenceLength, 1, frequencies.length]);
}

function grown(
  { frequencies, growth }: NonNullable<RotaryFrequencies['long']>,
  length: number,
): readonly number[] {
  if (growth === null) return frequencies;
  const base = growth.stretch * length + growth.offset;
  return frequencies.map(
    (frequency, i) => frequency * power(base, growthPower(i, frequencies.length)),
  );
}

/** A base that grows by b to the power `d / (d - 2)` makes `b^(-2i / (d - 2))` of a frequency. */
function growthPower(i: number, pairs: number): number {
  return pairs === 1 ? 0 : -i / (pairs - 1);
}

/** [batch, length, 1, pairs]: those of sequences of any lengths, as each would have them alone. */
function paddedWaves(
  context: PassContext,
  known: RotaryFrequencies,
  name: 'cos' | 'sin',
  padding: Padding,
): GraphValue {
  const { builder, batch, sequenceLength } = context;
  const places = cast(builder, tokenPlaces(context, padding), builder.type);
  const last = reshape(builder, reduceMax(builder, places, [1], true), [batch, 1, 1, 1]);
  const frequencies = paddedFrequencies(context, known, add(builder, last, 1));
  const angles = mul(builder, reshape(builder, places, [batch, sequenceLength, 1, 1]), frequencies);
  const wave = name === 'cos' ? cos(builder, angles) : sin(builder, angles);
  return known.magnitude === 1 ? wave : mul(builder, wave, known.magnitude);
}

/**
 * @param lengths [batch, 1, 1, 1]
 * @returns broadcast to [batch, 1, 1, pairs]
 */
function paddedFrequencies(
  { builder }: PassContext,
  { frequencies, long }: RotaryFrequencies,
  lengths: GraphValue,
): GraphValue {
  const short = builder.constant(frequencies);
  if (long === null) return short;
  const isLong = greater(builder, lengths, long.above);
  if (long.growth === null)
    return where(builder, isLong, builder.constant(long.frequencies), short);
  const { stretch, offset } = long.growth;
  const base = add(builder, mul(builder, lengths, stretch), offset);
  // Short sequences would have a base below 1, or none.
  const safe = where(builder, isLong, base, builder.constant(1));
  const powers = builder.constant(frequencies.map((_, i) => growthPower(i, frequencies.length)));
  return mul(builder, short, exp(builder, mul(builder, log(builder, safe), powers)));
}
