import { fileOf, type Problem } from './problem.ts';

/** Most problems of one file that are kept; the rest are counted, since there may be a million. */
const MAX_OF_FILE = 50;

/** Most files whose problems are kept. */
const MAX_FILES = 1000;

/** Problems after which reading on tells nothing new, where one is enough to refuse an input. */
export const ENOUGH_PROBLEMS = 1000;

/** The last problem, where no more are looked for. */
export const READ_NO_FURTHER: Problem = {
  source: '',
  path: '',
  message: `read no further after ${ENOUGH_PROBLEMS} problems: correct these first`,
};

/** The first of many problems, and how many there were. */
export class ProblemTally {
  readonly #kept = new Map<string, Problem[]>();
  #count = 0;
  #keptCount = 0;

  /** How many there were. */
  get count(): number {
    return this.#count;
  }

  /** Whether there were so many that reading on tells nothing new. */
  get isEnough(): boolean {
    return this.#count >= ENOUGH_PROBLEMS;
  }

  add(problems: readonly Problem[]): void {
    this.#count += problems.length;
    for (const problem of problems) {
      const file = fileOf(problem.source);
      const own = this.#kept.get(file);
      if (own === undefined ? this.#kept.size >= MAX_FILES : own.length >= MAX_OF_FILE) continue;
      if (own === undefined) this.#kept.set(file, [problem]);
      else own.push(problem);
      this.#keptCount += 1;
    }
  }

  /** The first problems of every file, and a last line that counts the others. */
  listed(): Problem[] {
    const kept = [...this.#kept.values()].flat();
    const more = this.#count - this.#keptCount;
    return more > 0 ? [...kept, { source: '', path: '', message: `and ${more} more` }] : kept;
  }
}
