/**
 * A running sum over a balanced binary tree: the rounding error grows with the logarithm of the
 * number of terms, not with the number, and the tree depends on the order of the terms alone.
 *
 * Source: N. J. Higham, "The accuracy of floating point summation", SIAM J. Sci. Comput. 14
 * (1993), section 3.
 */
export class PairwiseSum {
  /** Sum of a complete subtree of 2^level terms, where the count of terms has that bit set. */
  readonly #subtrees: number[] = [];
  #count = 0;

  /** Adds a term. */
  add(term: number): void {
    let level = 0;
    let carry = term;
    for (let bits = this.#count; bits % 2 === 1; bits = (bits - 1) / 2) {
      carry = (this.#subtrees[level] ?? 0) + carry;
      level += 1;
    }
    this.#subtrees[level] = carry;
    this.#count += 1;
  }

  /**
   * The sum of all terms so far.
   *
   * @param initial what they are added to, as a branch below the lowest; 0 if absent
   */
  total(initial = 0): number {
    let total = initial;
    let bits = this.#count;
    for (let level = 0; bits > 0; level++) {
      if (bits % 2 === 1) total = (this.#subtrees[level] ?? 0) + total;
      bits = Math.floor(bits / 2);
    }
    return total;
  }
}
