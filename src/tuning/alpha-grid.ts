/** The alphas that are tried, as in the paper: from -1.5 to 1.5 in steps of 0.1, in decimal. */
export const ALPHA_GRID: readonly number[] = Array.from(
  { length: 31 },
  // Whole tenths divided, so that 0.3 is 0.3 and 0 is not -0.
  (_, index) => (index - 15) / 10,
);
