import { kendallTauBOfRanks } from './kendall-tau-b.ts';
import { pairRanks, type PairedRanks } from './pair-ranks.ts';
import { placeRanks, type Track } from './track-sampler.ts';

/** Some of the items that are resampled. */
export interface ItemSet {
  /** The same for equal sets alone. */
  readonly key: string;
  /** Places among all items, ascending. */
  readonly places: Int32Array;
}

/** Makes a set of the items at the given places, in ascending order. */
export function itemSet(places: Iterable<number>): ItemSet {
  const list = Int32Array.from(places);
  return { key: list.join(), places: list };
}

/** A pair of lists that will be followed through the resamples. */
export interface PlannedTrack {
  /** Its place among the tracks. */
  readonly index: number;
  /** The items' ranks, numbered as in the item set. */
  readonly ranks: PairedRanks;
  /** Kendall's tau-b of the items themselves. */
  readonly tauB: number;
}

/** Gathers the tracks that a table needs, each once. */
export class TrackPlan {
  readonly tracks: Track[] = [];
  readonly #lists: readonly Float64Array[];
  readonly #planned = new Map<string, PlannedTrack | null>();

  /** @param lists about all items, in one order; what is in no set may be NaN */
  constructor(lists: readonly Float64Array[]) {
    this.#lists = lists;
  }

  /**
   * Two of the lists, on a set of items; null if one is constant there, or there are fewer than 2.
   *
   * @param withRho for the pairs that need it, on the first call for them
   */
  add(x: number, y: number, items: ItemSet, withRho = false): PlannedTrack | null {
    const key = `${x} ${y} ${items.key}`;
    const known = this.#planned.get(key);
    if (known !== undefined) return known;
    const pick = (list: number): Float64Array =>
      Float64Array.from(items.places, (place) => this.#lists[list]![place]!);
    const pairing = pairRanks(pick(x), pick(y));
    let planned: PlannedTrack | null = null;
    if (pairing.ok) {
      const ranks = pairing.value;
      planned = { index: this.tracks.length, ranks, tauB: kendallTauBOfRanks(ranks).value };
      this.tracks.push({ ranks: placeRanks(ranks, items.places), withRho });
    }
    this.#planned.set(key, planned);
    return planned;
  }
}
