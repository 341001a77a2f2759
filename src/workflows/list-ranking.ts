import type { RankDocument } from '../report/documents/rank-document.ts';
import { compareIds } from '../scoring/rank-by-score.ts';

type Entry = RankDocument['ranking'][number];

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
const NUMBERS: Readonly<Record<Exclude<SortKey, 'score' | 'id'>, (entry: Entry) => number>> = {
  parameters: ({ parameters }) => parameters.total,
  attention: ({ capacity }) => capacity.attention,
  feedForward: ({ capacity }) => capacity.feedForward,
  embedding: ({ capacity }) => capacity.embedding,
  truth: ({ truth = -Infinity }) => truth,
  // The cheapest first.
  cost: ({ cost }) => -(cost?.value ?? Infinity),
};

/**
 * A ranking in the order of a key.
 *
 * @param ranked the entries, the best score first
 * @param lowerIsBetter whether a low truth is a good one
 */
export function listRanking(
  ranked: readonly Entry[],
  key: SortKey,
  lowerIsBetter: boolean,
): readonly Entry[] {
  if (key === 'score') return ranked;
  if (key === 'id') return ranked.toSorted((a, b) => compareIds(a.id, b.id));
  const numberOf = (entry: Entry): number =>
    key === 'truth' && lowerIsBetter && entry.truth !== undefined
      ? -entry.truth
      : NUMBERS[key](entry);
  // Two candidates without a truth are equal; -Infinity - -Infinity would be NaN.
  return ranked.toSorted((a, b) => {
    const [first, second] = [numberOf(a), numberOf(b)];
    return first === second ? 0 : second - first;
  });
}
