import { GrowingFront } from '../evaluation/growing-front.ts';
import { BestRanked } from '../scoring/best-ranked.ts';
import { countTies, type ScoreTies } from '../scoring/count-ties.ts';
import { rankByScore, type Ranked } from '../scoring/rank-by-score.ts';
import { ranksAmong } from '../scoring/ranks-among.ts';
import type { EntryCost } from './chosen-cost.ts';
import { FirstItems } from './first-items.ts';
import { listOrder, type RankedEntry, type SortKey } from './list-ranking.ts';
import type { ModelScore } from './model-scorer.ts';
import { ScoreList } from './score-list.ts';

/**
 * The candidates of a ranking as they arrive: all of them, or those that will be listed and the front
 * of score against cost. Of the others only numbers are kept.
 */
export class RankedCandidates {
  readonly #best: BestRanked<RankedEntry> | null;
  readonly #first: FirstItems<RankedEntry> | null;
  readonly #entries: RankedEntry[] = [];
  readonly #front = new GrowingFront<RankedEntry>();
  readonly #scores = new ScoreList();
  #costed = 0;

  /**
   * @param top how many will be listed; all if absent
   * @param sort by what they will be listed. All are kept for the truth, which is known at the end
   */
  constructor(top: number | undefined, sort: SortKey = 'score') {
    const isCut = top !== undefined && sort !== 'truth';
    this.#best = isCut && sort === 'score' ? new BestRanked(top) : null;
    this.#first = isCut && sort !== 'score' ? new FirstItems(top, listOrder(sort, false)) : null;
  }

  /** The score of a candidate by its number; undefined for one that has none. */
  scoreAt(index: number): number | undefined {
    return this.#scores.get(index);
  }

  /**
   * @param cost null where none was asked for, or none is known
   * @param record undefined where none was asked for
   */
  take(
    id: string,
    index: number,
    total: ModelScore,
    cost: EntryCost | null,
    record?: string,
  ): void {
    const { score, capacity, parameters, standardDeviation, byProxy } = total;
    this.#scores.set(index, score);
    if (cost !== null) this.#costed += 1;
    const isListed = this.#best?.mayHold(score) ?? true;
    const isOnFront = cost !== null && this.#front.mayHold(cost.value, score);
    if (!isListed && !isOnFront) return;
    const spread = standardDeviation === undefined ? {} : { standardDeviation };
    const price = cost === null ? {} : { cost };
    const own = record === undefined ? {} : { record };
    const combined = byProxy === undefined ? {} : { byProxy };
    const entry = { id, score, ...combined, ...spread, capacity, parameters, ...price, ...own };
    if (isOnFront) this.#front.add(cost.value, score, entry);
    if (isListed) (this.#best ?? this.#first)?.add(entry);
    if (this.#best === null && this.#first === null) this.#entries.push(entry);
  }

  /**
   * Those that will be listed, the best score first, each with its rank among all candidates; where
   * there are costs, with the entries of the front marked.
   */
  ranking(): Ranked<RankedEntry>[] {
    const ranked =
      this.#first === null
        ? (this.#best?.ranking() ?? rankByScore(this.#entries))
        : this.#rankedAmongAll(this.#first.items());
    if (this.#costed === 0) return ranked;
    const ids = new Set(this.#front.items().map(({ id }) => id));
    return ranked.map((entry) =>
      entry.cost === undefined ? entry : { ...entry, front: ids.has(entry.id) },
    );
  }

  /** The front, the best score first, each with its rank among all candidates. */
  front(): { size: number; of: number; entries: Ranked<RankedEntry>[] } {
    const entries = this.#rankedAmongAll(this.#front.items());
    return {
      size: entries.length,
      of: this.#costed,
      entries: entries.map((entry) => ({ ...entry, front: true })),
    };
  }

  /** How many of all candidates share their score. */
  ties(): ScoreTies {
    return countTies(this.#scores.rising());
  }

  #rankedAmongAll(some: readonly RankedEntry[]): Ranked<RankedEntry>[] {
    const entries = rankByScore(some);
    const ranks = ranksAmong(
      entries.map(({ score }) => score),
      this.#scores,
    );
    return entries.map((entry, index) => ({ ...entry, rank: ranks[index] ?? entry.rank }));
  }
}
