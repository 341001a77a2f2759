/**
 * The exact two-sided p-value of Kendall's tau without ties: the probability that n items in
 * random order have at most `c` discordant pairs, or at most `c` concordant ones, where `c` is
 * the smaller of the two observed counts. O(n * c^2) at most; 0 where it falls below the smallest
 * number.
 *
 * Formula: the number of permutations of i items with k inversions is the sum, over where the
 * i-th item goes, of the numbers for i - 1 items with k, k - 1, ..., k - i + 1 inversions.
 *
 * Source: Kendall, "A new measure of rank correlation", Biometrika 30, 1938.
 */
export function kendallExactP(n: number, c: number): number {
  // Probabilities in place of counts stay in range for any n, and sums of positive terms keep
  // the full relative precision of a small p, which a running difference would lose.
  const probability = new Float64Array(c + 1);
  probability[0] = 1;
  for (let items = 2; items <= n; items++) {
    for (let inversions = c; inversions >= 0; inversions--) {
      let sum = 0;
      const fewest = Math.max(0, inversions - items + 1);
      for (let before = fewest; before <= inversions; before++) sum += probability[before]!;
      probability[inversions] = sum / items;
    }
  }
  let tail = 0;
  for (const value of probability) tail += value;
  return Math.min(1, 2 * tail);
}
