import type { Problem } from '../problem.ts';
import type { Result } from '../result.ts';

/** Thrown inside a workflow or a command whose input is wrong, with every problem that was found. */
export class Refusal extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super('the input is refused');
    this.problems = problems;
  }

  /** The refusal of a file; without one, of an option or of anything else. */
  static of(message: string, source = ''): Refusal {
    return new Refusal([{ source, path: '', message }]);
  }
}

/** The value of a result; refuses its problems where there is none. */
export function accepted<Value>(result: Result<Value, readonly Problem[]>): Value {
  if (!result.ok) throw new Refusal(result.reason);
  return result.value;
}

/** The value of a result; refuses an option or a file, with the reason, where there is none. */
export function acceptedFor<Value>(result: Result<Value>, name: string): Value {
  if (!result.ok) throw Refusal.of(`${name}: ${result.reason}`);
  return result.value;
}
