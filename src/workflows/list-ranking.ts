import type { RankDocument } from '../report/documents/rank-document.ts';
import { compareIds } from '../scoring/rank-by-score.ts';
import { roundForTies } from '../scoring/round-for-ties.ts';

/** A candidate of a ranking, without its place, and with its record where that was asked for. */
export interface RankedEntry extends Omit<RankDocument['ranking'][number], 'rank'> {
  readonly record?: string;
}

/** Keys by which a ranking may be listed, the default first. */
export const SORT_KEYS = [
  'score',
  'id',
  'parameters',
  'attention',
  'feedForward',
  'embedding',
  'truth',
  'cost',
] as const;

/** A key by which a ranking may be listed. */
export type SortKey = (typeof SORT_KEYS)[number];

/** The numbers by which a ranking is listed, the highest first. */
const NUMBERS: Readonly<Record<Exclude<SortKey, 'id'>, (entry: RankedEntry) => number>> = {
  score: ({ score }) => roundForTies(score),
  parameters: ({ parameters }) => parameters.total,
  attention: ({ capacity }) => capacity.attention,
  feedForward: ({ capacity }) => capacity.feedForward,
  embedding: ({ capacity }) => capacity.embedding,
  truth: ({ truth = -Infinity }) => truth,
  // The cheapest first.
  cost: ({ cost }) => -(cost?.value ?? Infinity),
};

/** The order of a listing: below 0 where the first of two entries comes before the second. */
export type ListOrder = (a: RankedEntry, b: RankedEntry) => number;

/**
 * The order of a key; what is equal by it is in the order of the scores, then of the ids.
 *
 * @param lowerIsBetter whether a low truth is a good one
 */
export function listOrder(key: SortKey, lowerIsBetter: boolean): ListOrder {
  if (key === 'id') return (a, b) => compareIds(a.id, b.id);
  const numberOf = (entry: RankedEntry): number =>
    key === 'truth' && lowerIsBetter && entry.truth !== undefined
      ? -entry.truth
      : NUMBERS[key](entry);
  return (a, b) =>
    compareNumbers(numberOf(a), numberOf(b)) ||
    compareNumbers(NUMBERS.score(a), NUMBERS.score(b)) ||
    compareIds(a.id, b.id);
}

/** The highest first. Of two candidates without a truth -Infinity - -Infinity would be NaN. */
function compareNumbers(a: number, b: number): number {
  return a === b ? 0 : b - a;
}
