/** A rank correlation with what is known about its uncertainty. */
export interface Correlation {
  /** From -1 to 1. */
  readonly value: number;
  /** The lower and upper end of the 95 % bootstrap interval; null if there is none. */
  readonly ci95: readonly [number, number] | null;
  /** The two-sided p-value against no correlation. */
  readonly p: number;
}
