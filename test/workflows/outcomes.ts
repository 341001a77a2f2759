import { formatProblem } from '../../src/problem.ts';
import type { Outcome } from '../../src/workflows/workflow.ts';

/** The value of a workflow that has to succeed. */
export function valueOf<Value>(outcome: Outcome<Value>): Value {
  if (outcome.ok) return outcome.value;
  throw new Error(outcome.problems.map(formatProblem).join('\n'));
}

/** The warnings of a workflow, a line each. */
export function warningsOf({ warnings }: Outcome<unknown>): string {
  return warnings.map(formatProblem).join('\n');
}

/** The problems of a workflow that has to fail, a line each. */
export function problemsOf(outcome: Outcome<unknown>): string {
  if (outcome.ok) throw new Error('the input is accepted');
  return outcome.problems.map(formatProblem).join('\n');
}
