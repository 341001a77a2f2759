import { GrowingFront } from '../evaluation/growing-front.ts';
import type { RankDocument } from '../report/documents/rank-document.ts';
import { BestRanked } from '../scoring/best-ranked.ts';
import { rankByScore, type Ranked } from '../scoring/rank-by-score.ts';
import { ranksAmong } from '../scoring/ranks-among.ts';
import type { TotalScore } from '../scoring/score-architecture.ts';
import { ScoreList } from './score-list.ts';

/** A candidate of a ranking, without its place, and with its record where that was asked for. */
export interface RankedEntry extends Omit<RankDocument['ranking'][number], 'rank'> {
  readonly record?: string;
}

type EntryCost = NonNullable<RankedEntry['cost']>;

/**
 * The candidates of a ranking as they arrive: all of them, or those that will be listed, the best by
 * score and the front of score against cost. Of the others only numbers are kept.
 */
export class RankedCandidates {
  readonly #best: BestRanked<RankedEntry> | null;
  readonly #entries: RankedEntry[] = [];
  readonly #front = new GrowingFront<RankedEntry>();
  readonly #scores = new ScoreList();
  #costed = 0;

  /** @param top how many will be listed; all if absent */
  constructor(top: number | undefined) {
    this.#best = top === undefined ? null : new BestRanked(top);
  }

  /** The score of a candidate by its number; undefined for one that has none. */
  scoreAt(index: number): number | undefined {
    return this.#scores.get(index);
  }

  /**
   * @param cost null where none was asked for
   * @param record undefined where none was asked for
   */
  take(
    id: string,
    index: number,
    total: TotalScore,
    cost: EntryCost | null,
    record?: string,
  ): void {
    const { score, capacity, parameters, standardDeviation } = total;
    this.#scores.set(index, score);
    if (cost !== null) this.#costed += 1;
    const isListed = this.#best?.mayHold(score) ?? true;
    const isOnFront = cost !== null && this.#front.mayHold(cost.value, score);
    if (!isListed && !isOnFront) return;
    const spread = standardDeviation === undefined ? {} : { standardDeviation };
    const price = cost === null ? {} : { cost };
    const own = record === undefined ? {} : { record };
    const entry = { id, score, ...spread, capacity, parameters, ...price, ...own };
    if (isOnFront) this.#front.add(cost.value, score, entry);
    if (this.#best === null) this.#entries.push(entry);
    else if (isListed) this.#best.add(entry);
  }

  /** The ranking, cut to the best; where there are costs, with the entries of the front marked. */
  ranking(): Ranked<RankedEntry>[] {
    const ranked = this.#best?.ranking() ?? rankByScore(this.#entries);
    if (this.#costed === 0) return ranked;
    const ids = new Set(this.#front.items().map(({ id }) => id));
    return ranked.map((entry) => ({ ...entry, front: ids.has(entry.id) }));
  }

  /** The front, the best score first, each with its rank among all candidates. */
  front(): { size: number; of: number; entries: Ranked<RankedEntry>[] } {
    const entries = rankByScore(this.#front.items());
    const ranks = ranksAmong(
      entries.map(({ score }) => score),
      this.#scores,
    );
    return {
      size: entries.length,
      of: this.#costed,
      entries: entries.map((entry, index) => ({
        ...entry,
        rank: ranks[index] ?? entry.rank,
        front: true,
      })),
    };
  }
}
