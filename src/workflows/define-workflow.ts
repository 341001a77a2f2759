import type { Problem } from '../problem.ts';
import { Refusal } from './refusal.ts';
import type { OnProgress, Workflow } from './workflow.ts';

/** Collects warnings. */
export type Warn = (warnings: readonly Problem[]) => void;

/** One run of a workflow, as its steps see it. */
export interface WorkflowRun {
  readonly warn: Warn;
  /**
   * Reports progress, and ends the run where its signal has been aborted: every long step calls it
   * between two batches of work.
   *
   * @throws the reason of the signal
   */
  readonly onProgress: OnProgress;
}

/** A workflow made of a function that returns its value or throws a {@link Refusal}. */
export function defineWorkflow<Request, Value>(
  compute: (request: Request, run: WorkflowRun) => Promise<Value>,
): Workflow<Request, Value> {
  return async (request, { onProgress, signal } = {}) => {
    const warnings: Problem[] = [];
    const run: WorkflowRun = {
      warn: (more) => {
        for (const warning of more) warnings.push(warning);
      },
      onProgress: (done, total) => {
        signal?.throwIfAborted();
        onProgress?.(done, total);
      },
    };
    try {
      signal?.throwIfAborted();
      return { ok: true, value: await compute(request, run), warnings };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { ok: false, problems: error.problems, warnings };
    }
  };
}
