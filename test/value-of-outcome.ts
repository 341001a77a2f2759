import { formatProblem } from '../src/problem.ts';
import type { Outcome } from '../src/workflows/workflow.ts';

/** The value of an outcome; fails the test, with its problems, where there is none. */
export async function valueOfOutcome<Value>(outcome: Promise<Outcome<Value>>): Promise<Value> {
  const settled = await outcome;
  if (settled.ok) return settled.value;
  throw new Error(settled.problems.map(formatProblem).join('\n'));
}
