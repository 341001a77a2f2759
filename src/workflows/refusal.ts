import type { Problem } from '../problem.ts';

/** Thrown by a command whose input is wrong: every problem is printed and the exit code is 2. */
export class Refusal extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super('the input is refused');
    this.problems = problems;
  }

  /** A refusal of the command line itself, or of something that is not in a file. */
  static of(message: string): Refusal {
    return new Refusal([{ source: '', path: '', message }]);
  }
}
