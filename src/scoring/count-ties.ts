import { roundForTies } from './round-for-ties.ts';

/** Relative distance beyond which two scores differ in their first 12 digits: two of the last. */
const APART = 2e-11;

/** How many of a ranking's scores are equal to others. */
export interface ScoreTies {
  /** Scores in all. */
  readonly candidates: number;
  /** Scores that are equal to at least one other. */
  readonly tied: number;
  /** Different scores. */
  readonly distinct: number;
}

/**
 * Counts equal scores, after rounding to 12 significant digits as everywhere. Rounding takes longest,
 * so that only neighbours that may be equal are rounded.
 *
 * @param rising finite scores in rising order
 */
export function countTies(rising: Float64Array): ScoreTies {
  let [tied, distinct, run] = [0, 0, 0];
  let previous = NaN;
  const close = (): void => {
    if (run > 1) tied += run;
  };
  for (const score of rising) {
    const isEqual =
      score === previous ||
      (score - previous <= APART * Math.abs(score) &&
        roundForTies(previous) === roundForTies(score));
    if (!isEqual) {
      close();
      distinct += 1;
      run = 0;
    }
    run += 1;
    previous = score;
  }
  close();
  return { candidates: rising.length, tied, distinct };
}
