/** Scores by the number of the candidate, in 8 bytes each. */
export class ScoreList {
  #scores = new Float64Array(1024).fill(NaN);

  set(index: number, score: number): void {
    if (index >= this.#scores.length) {
      const longer = new Float64Array(2 * index).fill(NaN);
      longer.set(this.#scores);
      this.#scores = longer;
    }
    this.#scores[index] = score;
  }

  /** Undefined for a candidate that has none. */
  get(index: number): number | undefined {
    const score = this.#scores[index];
    return score === undefined || Number.isNaN(score) ? undefined : score;
  }

  /** All scores, in the order of the candidates. */
  *[Symbol.iterator](): Generator<number> {
    for (const score of this.#scores) if (!Number.isNaN(score)) yield score;
  }

  /** All scores, in rising order. */
  rising(): Float64Array {
    return this.#scores.filter((score) => !Number.isNaN(score)).sort();
  }
}
