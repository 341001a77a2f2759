import type { Problem } from '../problem.ts';

/** Problems that are kept; the rest are counted, since there may be a million. */
const MAX_KEPT = 50;

/** The first of many problems, and how many there were. */
export class ProblemTally {
  readonly #kept: Problem[] = [];
  #count = 0;

  /** How many there were. */
  get count(): number {
    return this.#count;
  }

  add(problems: readonly Problem[]): void {
    for (const problem of problems) {
      if (this.#kept.length < MAX_KEPT) this.#kept.push(problem);
    }
    this.#count += problems.length;
  }

  /** The first, and a last line that counts the others. */
  listed(): Problem[] {
    const more = this.#count - this.#kept.length;
    return more > 0
      ? [...this.#kept, { source: '', path: '', message: `and ${more} more` }]
      : [...this.#kept];
  }
}
