import { describe, expect, it } from 'vitest';
import { bootstrapInterval } from '../../src/evaluation/bootstrap-interval.ts';
import { intervalOfValues } from '../../src/evaluation/interval-of-values.ts';
import { kendallTauBOfSample } from '../../src/evaluation/kendall-tau-b.ts';
import { pairRanks } from '../../src/evaluation/pair-ranks.ts';
import { spearmanRhoOfSample } from '../../src/evaluation/spearman-rho.ts';
import { placeRanks, TrackSampler } from '../../src/evaluation/track-sampler.ts';
import { generateItems } from './generate-items.ts';
import { valueOf } from './value-of.ts';

const { x, y } = generateItems({ seed: 5, n: 40, xLevels: 50, slope: 1, noise: 40, yStep: 2 });
const ranks = valueOf(pairRanks(x, y));
const reversed = valueOf(pairRanks(x, x.toReversed()));

describe('TrackSampler', () => {
  it('gives what a bootstrap of each alone gives: catches resamples that differ by track', () => {
    const tracks = [
      { ranks, withRho: true },
      { ranks: reversed, withRho: false },
    ];
    const sampler = new TrackSampler(tracks, 40, 7, 200);
    for (let resample = 0; resample < 200; resample++) sampler.run(resample);
    const [own, other] = sampler.values;
    const alone = (statistic: (times: Uint32Array) => number | null) =>
      bootstrapInterval({ n: 40, statistic, seed: 7, resamples: 200 });
    expect(intervalOfValues(40, own!.tauB)).toEqual(alone(kendallTauBOfSample(ranks)));
    expect(intervalOfValues(40, own!.rho)).toEqual(alone(spearmanRhoOfSample(ranks)));
    expect(intervalOfValues(40, other!.tauB)).toEqual(alone(kendallTauBOfSample(reversed)));
    expect(other!.rho).toHaveLength(0);
  });

  it('gives the same in any order and in parts: catches a resample that depends on the last', () => {
    const sampler = () => new TrackSampler([{ ranks, withRho: true }], 40, 7, 20);
    const forwards = sampler();
    const backwards = sampler();
    for (let resample = 0; resample < 20; resample++) forwards.run(resample);
    for (let resample = 19; resample >= 0; resample--) backwards.run(resample);
    expect(backwards.values).toEqual(forwards.values);
  });

  it('gives a part of the items their part of each resample: catches wrong places', () => {
    const places = Int32Array.from({ length: 20 }, (_, i) => 2 * i + 1);
    const pick = (values: readonly number[]) => [...places].map((place) => values[place]!);
    const part = placeRanks(valueOf(pairRanks(pick(x), pick(y))), places);
    const sampler = new TrackSampler([{ ranks: part, withRho: true }], 40, 7, 1);
    sampler.run(0);
    const { tauB } = sampler.values[0]!;
    const whole = (times: Uint32Array) =>
      kendallTauBOfSample(ranks)(times.map((count, i) => (i % 2 === 1 ? count : 0)));
    const expected = bootstrapInterval({ n: 40, statistic: whole, seed: 7, resamples: 1 });
    expect(tauB[0]).toBe(valueOf(expected).interval[0]);
  });

  it('marks resamples without a value: catches a null taken for 0', () => {
    const few = valueOf(pairRanks([1, 2, 2], [1, 2, 3]));
    const sampler = new TrackSampler([{ ranks: few, withRho: true }], 3, 1, 60);
    for (let resample = 0; resample < 60; resample++) sampler.run(resample);
    const { tauA, tauB, rho } = sampler.values[0]!;
    expect([...tauB].some(Number.isNaN)).toBe(true);
    expect([...tauA].map(Number.isNaN)).toEqual([...tauB].map(Number.isNaN));
    expect([...rho].map(Number.isNaN)).toEqual([...tauB].map(Number.isNaN));
  });
});
