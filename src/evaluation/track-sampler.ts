import { countPairs, createCountPairsWork } from './count-pairs.ts';
import { drawResample } from './draw-resample.ts';
import { tauAOfCounts } from './kendall-tau-a.ts';
import { tauBOfCounts } from './kendall-tau-b.ts';
import type { PairedRanks } from './pair-ranks.ts';
import { spearmanRhoOfSample } from './spearman-rho.ts';
import { atOnce, type Steps } from '../event-loop-break.ts';

/** Two lists whose correlations are followed through the resamples. */
export interface Track {
  /** Its `order` holds places among the items that are resampled, of which it may use a part. */
  readonly ranks: PairedRanks;
  /** Whether Spearman's rho is wanted besides Kendall's tau. */
  readonly withRho: boolean;
}

/** The correlations of a track in each resample; NaN where x or y is constant in it. */
export interface TrackValues {
  readonly tauA: Float64Array;
  readonly tauB: Float64Array;
  /** Empty if it is not wanted. */
  readonly rho: Float64Array;
}

/** The ranks of some of the items that are resampled, as a track needs them. */
export function placeRanks(ranks: PairedRanks, places: ArrayLike<number>): PairedRanks {
  return { ...ranks, order: ranks.order.map((item) => places[item]!) };
}

/**
 * Follows tracks through resamples of the same items, each of which is drawn once for all tracks.
 * One pass over a track's items counts the pairs for both forms of Kendall's tau. A resample is a
 * function of (seed, resample) alone, so that any part of them may be done anywhere, in any order.
 */
export class TrackSampler {
  readonly values: readonly TrackValues[];
  readonly #seed: number;
  readonly #multiplicities: Uint32Array;
  readonly #steps: readonly ((resample: number) => void)[];

  /**
   * @param n the number of items that are resampled
   * @param resamples how many resamples there will be
   */
  constructor(tracks: readonly Track[], n: number, seed: number, resamples: number) {
    this.#seed = seed;
    this.#multiplicities = new Uint32Array(n);
    this.values = tracks.map(({ withRho }) => ({
      tauA: new Float64Array(resamples),
      tauB: new Float64Array(resamples),
      rho: new Float64Array(withRho ? resamples : 0),
    }));
    this.#steps = tracks.map((track, index) => this.#stepOf(track, this.values[index]!));
  }

  /** Draws a resample, and stores its correlations. */
  run(resample: number): void {
    atOnce(this.runInSteps(resample));
  }

  /** The steps of {@link run}. */
  *runInSteps(resample: number): Steps<void> {
    drawResample(this.#seed, resample, this.#multiplicities);
    for (const step of this.#steps) {
      step(resample);
      yield;
    }
  }

  #stepOf({ ranks, withRho }: Track, { tauA, tauB, rho }: TrackValues): (resample: number) => void {
    const multiplicities = this.#multiplicities;
    const work = createCountPairsWork(ranks);
    const rhoOf = withRho ? spearmanRhoOfSample(ranks) : null;
    return (resample) => {
      const counts = countPairs(ranks, multiplicities, work);
      tauA[resample] = tauAOfCounts(counts) ?? NaN;
      tauB[resample] = tauBOfCounts(counts) ?? NaN;
      if (rhoOf !== null) rho[resample] = rhoOf(multiplicities) ?? NaN;
    };
  }
}
