import { Refusal } from '../workflows/refusal.ts';
import type { Outcome, WorkflowContext } from '../workflows/workflow.ts';
import { interruption } from './interruption.ts';
import { printWarnings, withProgress } from './terminal.ts';

/**
 * The value of a workflow, which is run with a progress bar until a signal ends the program. Prints
 * its warnings, and refuses its problems.
 */
export async function valueOf<Value>(
  run: (context: Required<WorkflowContext>) => Promise<Outcome<Value>>,
): Promise<Value> {
  const outcome = await withProgress((onProgress) => run({ onProgress, signal: interruption }));
  printWarnings(outcome.warnings);
  if (!outcome.ok) throw new Refusal(outcome.problems);
  return outcome.value;
}
