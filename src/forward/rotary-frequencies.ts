import type { RotaryPositions, RotaryScaling } from '../architecture/positions.ts';
import { log, power } from '../elementary-functions.ts';

/** The angles by which rotary positions turn, a radian for each position and pair of channels. */
export interface RotaryFrequencies {
  /** Of each pair of channels. */
  readonly frequencies: readonly number[];
  /** What cosines and sines are multiplied by, so that scores keep their spread. */
  readonly magnitude: number;
  /** What sequences of more positions have in their place; null where length is nothing to it. */
  readonly long: {
    readonly above: number;
    readonly frequencies: readonly number[];
    /**
     * By how much the base grows with the length n, `stretch n + offset` to the power `d / (d - 2)`:
     * of the dynamic scaling.
     */
    readonly growth: { readonly stretch: number; readonly offset: number } | null;
  } | null;
}

/** The channels of a head of that size that are rotated. */
export function rotatedChannels({ fraction }: RotaryPositions, headSize: number): number {
  return Math.floor(headSize * fraction);
}

/**
 * The frequencies of rotary positions over `d` channels, `base^(-2i / d)` (Su et al. 2021, equation
 * 15), as their scaling has them. Formulas and defaults are those of the transformers library:
 *
 * - `linear`: all divided by the factor (Chen et al. 2023, arXiv 2306.15595).
 * - `dynamic`: the base grows with sequences longer than the context of the model.
 * - `yarn`: slow ones are divided, fast ones are not (Peng et al. 2023, arXiv 2309.00071, section 3.2).
 * - `llama3`: the same by wavelength (Llama 3.1).
 * - `longrope`, once `su`: each is divided by a factor of its own (Ding et al. 2024, arXiv 2402.13753).
 * - `mrope`: text has the same position in each of its sections, so that nothing changes.
 *
 * @param d even
 * @returns why there is no such scaling, or what it lacks
 */
export function rotaryFrequencies(
  { base, scaling }: RotaryPositions,
  d: number,
): RotaryFrequencies | string {
  const plain = Array.from({ length: d / 2 }, (_, i) => power(base, (-2 * i) / d));
  const usual = { frequencies: plain, magnitude: 1, long: null };
  if (scaling === null) return usual;
  const { type, settings, context } = scaling;
  const factor = scaling.factor ?? (type === 'yarn' ? stretchOf(scaling) : null);
  const lacks = (what: string): string => `rotary positions of the scaling ${type} lack ${what}`;
  switch (type) {
    case 'mrope':
      return usual;
    case 'linear':
      if (factor === null) return lacks('a factor');
      return { ...usual, frequencies: plain.map((frequency) => frequency / factor) };
    case 'dynamic': {
      if (factor === null) return lacks('a factor');
      if (context === undefined) return lacks('max_position_embeddings');
      const growth = { stretch: factor / context, offset: 1 - factor };
      return { ...usual, long: { above: context, frequencies: plain, growth } };
    }
    case 'yarn':
      if (factor === null) return lacks('a factor');
      return yarn(plain, { base, d, factor, scaling }) ?? lacks('max_position_embeddings');
    case 'llama3':
      if (factor === null) return lacks('a factor');
      return llama3(plain, factor, settings) ?? lacks('low_freq_factor or another of its numbers');
    case 'longrope':
    case 'su':
      return longrope(plain, scaling) ?? lacks('long_factor or another of its numbers');
    default:
      return `rotary positions of the scaling ${type} can't be run`;
  }
}

type Settings = RotaryScaling['settings'];

function numberIn(settings: Settings, key: string): number | null {
  const value = settings[key];
  return typeof value === 'number' ? value : null;
}

/** Positions of a sequence in training, before the context was stretched. */
function originalOf({ settings, context }: RotaryScaling): number | null {
  return numberIn(settings, 'original_max_position_embeddings') ?? context ?? null;
}

function stretchOf(scaling: RotaryScaling): number | null {
  const original = originalOf(scaling);
  return original === null || scaling.context === undefined ? null : scaling.context / original;
}

/** Frequencies between those that turn `beta_fast` and `beta_slow` times in training are mixed. */
function yarn(
  plain: readonly number[],
  request: { base: number; d: number; factor: number; scaling: RotaryScaling },
): RotaryFrequencies | null {
  const { base, d, factor, scaling } = request;
  const { settings } = scaling;
  const original = originalOf(scaling);
  if (original === null) return null;
  const pairOf = (turns: number): number =>
    (d * log(original / (turns * 2 * Math.PI))) / (2 * log(base));
  const [first, last] = [
    pairOf(numberIn(settings, 'beta_fast') ?? 32),
    pairOf(numberIn(settings, 'beta_slow') ?? 1),
  ];
  const isWhole = settings.truncate !== false;
  const low = Math.max(isWhole ? Math.floor(first) : first, 0);
  const high = Math.min(isWhole ? Math.ceil(last) : last, d - 1);
  const width = low === high ? 0.001 : high - low;
  const frequencies = plain.map((frequency, i) => {
    const divided = Math.min(Math.max((i - low) / width, 0), 1);
    return (frequency / factor) * divided + frequency * (1 - divided);
  });
  const magnitudeOf = (slope: number): number => (factor <= 1 ? 1 : 0.1 * slope * log(factor) + 1);
  const slopes = ['mscale', 'mscale_all_dim'].map((key) => numberIn(settings, key) ?? 0);
  const [slope = 0, all = 0] = slopes;
  const own = slope > 0 && all > 0 ? magnitudeOf(slope) / magnitudeOf(all) : magnitudeOf(1);
  return { frequencies, magnitude: numberIn(settings, 'attention_factor') ?? own, long: null };
}

function llama3(
  plain: readonly number[],
  factor: number,
  settings: Settings,
): RotaryFrequencies | null {
  const low = numberIn(settings, 'low_freq_factor');
  const high = numberIn(settings, 'high_freq_factor');
  const original = numberIn(settings, 'original_max_position_embeddings');
  if (low === null || high === null || original === null) return null;
  const frequencies = plain.map((frequency) => {
    const turns = (original * frequency) / (2 * Math.PI);
    if (turns < low) return frequency / factor;
    if (turns > high) return frequency;
    const kept = (turns - low) / (high - low);
    return ((1 - kept) * frequency) / factor + kept * frequency;
  });
  return { frequencies, magnitude: 1, long: null };
}

function longrope(plain: readonly number[], scaling: RotaryScaling): RotaryFrequencies | null {
  const { settings } = scaling;
  const original = originalOf(scaling);
  const divided = (key: string): readonly number[] | null => {
    const factors = settings[key];
    if (!Array.isArray(factors) || factors.length !== plain.length) return null;
    return plain.map((frequency, i) => frequency / (factors[i] ?? 1));
  };
  const [short, long] = [divided('short_factor'), divided('long_factor')];
  if (original === null || short === null || long === null) return null;
  const stretch = stretchOf(scaling) ?? scaling.factor ?? 1;
  const own = stretch <= 1 ? 1 : Math.sqrt(1 + log(stretch) / log(original));
  return {
    frequencies: short,
    magnitude: numberIn(settings, 'attention_factor') ?? own,
    long: { above: original, frequencies: long, growth: null },
  };
}
