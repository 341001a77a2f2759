import type { SubModule } from '../architecture/weight.ts';

/** A part of a model, or all of it. */
export type TermPart = SubModule | 'other' | 'block' | 'model';

/** What one part adds to the sums that a score is a function of. */
export interface ScoreTerm {
  readonly part: TermPart;
  /** Index of the block, from 0; null outside the blocks. */
  readonly block: number | null;
  /** One number for each sum. */
  readonly sums: readonly number[];
}

/** A score as a function of sums over the parts of a model. */
export interface ScoreTerms {
  readonly terms: readonly ScoreTerm[];
  /** The score from the sums of all terms; not finite where there is none. */
  readonly join: (sums: readonly number[]) => number;
  /** The places of the sums with which the score rises, all others being the same. */
  readonly rises: readonly number[];
  /** What is equal for models whose scores are the same function. */
  readonly form: string;
}

/** The form of a score that is the sum of its terms. */
export const PLAIN_SUM = 'sum';

/** The terms of a score that is a plain sum. */
export function plainSum(
  terms: readonly {
    readonly part: TermPart;
    readonly block: number | null;
    readonly value: number;
  }[],
): ScoreTerms {
  return {
    terms: terms.map(({ part, block, value }) => ({ part, block, sums: [value] })),
    join: ([sum = NaN]) => sum,
    rises: [0],
    form: PLAIN_SUM,
  };
}
