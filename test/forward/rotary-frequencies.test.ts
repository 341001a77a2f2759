import { describe, expect, it } from 'vitest';
import type { RotaryPositions, RotaryScaling } from '../../src/architecture/positions.ts';
import { rotaryFrequencies } from '../../src/forward/rotary-frequencies.ts';

const plain: RotaryPositions = { kind: 'rotary', base: 10_000, fraction: 1, scaling: null };

function scaled(scaling: Partial<RotaryScaling> & { readonly type: string }): RotaryPositions {
  return { ...plain, scaling: { factor: null, settings: {}, ...scaling } };
}

function frequenciesOf(positions: RotaryPositions, d: number): readonly number[] {
  const known = rotaryFrequencies(positions, d);
  if (typeof known === 'string') throw new Error(known);
  return known.frequencies;
}

describe('rotaryFrequencies', () => {
  it('fall from 1 by equal factors: catches an exponent that is off by one', () => {
    for (const [i, frequency] of frequenciesOf(plain, 8).entries()) {
      expect(frequency).toBeCloseTo(10 ** -i, 12);
    }
    expect(frequenciesOf(scaled({ type: 'mrope' }), 8)).toEqual(frequenciesOf(plain, 8));
  });

  it('are those of Llama 3.1 of slow, fast and middle pairs: catches a ramp that is turned around', () => {
    // By hand from the numbers of its config: head size 128, base 500,000.
    const settings = {
      ...{ low_freq_factor: 1, high_freq_factor: 4 },
      original_max_position_embeddings: 8192,
    };
    const llama = { ...scaled({ type: 'llama3', factor: 8, settings }), base: 500_000 };
    const [own, usual] = [
      frequenciesOf(llama, 128),
      frequenciesOf({ ...plain, base: 500_000 }, 128),
    ];
    const ratios = own.map((frequency, i) => frequency / (usual[i] ?? NaN));
    // Wavelengths of pairs 28 and 29 are 1957 and 2402, those of 35 and 36 are 8218 and 10090.
    expect(ratios.slice(0, 29)).toEqual(ratios.slice(0, 29).map(() => 1));
    expect(ratios[29]).toBeCloseTo(0.125 + 0.875 * ((8192 / 2401.6 - 1) / 3), 3);
    for (const ratio of ratios.slice(35)) expect(ratio).toBeCloseTo(0.125, 12);
  });

  it('keep the ends of the ramp of YaRN where they are not cut to whole pairs, as in gpt-oss', () => {
    const settings = { beta_fast: 32, beta_slow: 1, original_max_position_embeddings: 4096 };
    const yarn = (truncate: boolean): readonly number[] =>
      frequenciesOf(scaled({ type: 'yarn', factor: 32, settings: { ...settings, truncate } }), 64);
    const pairOf = (turns: number): number =>
      (64 * Math.log(4096 / (turns * 2 * Math.PI))) / (2 * Math.log(10_000));
    const at = 15;
    const frequency = 10_000 ** ((-2 * at) / 64);
    for (const [truncate, low, high] of [
      [false, pairOf(32), pairOf(1)],
      [true, Math.floor(pairOf(32)), Math.ceil(pairOf(1))],
    ] as const) {
      const divided = (at - low) / (high - low);
      const expected = (frequency / 32) * divided + frequency * (1 - divided);
      expect(yarn(truncate)[at]).toBeCloseTo(expected, 12);
    }
    expect(yarn(true)[at]).not.toBeCloseTo(yarn(false)[at] ?? NaN, 5);
  });

  it.each([
    ['linear', {}, /linear lack a factor/],
    ['dynamic', { factor: 2 }, /dynamic lack max_position_embeddings/],
    ['yarn', {}, /yarn lack a factor/],
    ['yarn', { factor: 2 }, /yarn lack max_position_embeddings/],
    ['longrope', { context: 8, settings: { short_factor: [1], long_factor: [1] } }, /lack long_f/],
    ['other', { factor: 2 }, /the scaling other can't be run/],
  ])('say what %s lacks: catches a number that is made up', (type, given, reason) => {
    expect(rotaryFrequencies(scaled({ type, ...given }), 8)).toMatch(reason);
  });

  it('take the stretch of the context where a config states no factor', () => {
    const settings = { original_max_position_embeddings: 1024 };
    const stated = scaled({ type: 'yarn', factor: 4, settings });
    const stretched = scaled({ type: 'yarn', settings, context: 4096 });
    expect(rotaryFrequencies(stretched, 16)).toEqual(rotaryFrequencies(stated, 16));
  });
});
