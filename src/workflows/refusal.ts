import type { Problem } from '../problem.ts';

/** Thrown inside a workflow or a command whose input is wrong, with every problem that was found. */
export class Refusal extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super('the input is refused');
    this.problems = problems;
  }

  /** The refusal of an option, or of anything else that is not in a file. */
  static of(message: string): Refusal {
    return new Refusal([{ source: '', path: '', message }]);
  }
}
