import { EventLoopBreak, inSlices, type Steps } from '../event-loop-break.ts';
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
  /**
   * A function that reports a step by the work done and all of it, in any unit.
   *
   * @param count how many things there are, if the work is not counted by them
   */
  readonly step: (verb: string, noun: string, count?: number) => StepProgress;
  /**
   * The result of work that may take longer than a tenth of a second, with breaks in which the event
   * loop handles signals.
   *
   * @throws the reason of the signal that ends the run
   */
  readonly inSlices: <Value>(steps: Steps<Value>) => Promise<Value>;
  /** A break between two pieces of such work; throws as {@link inSlices} does. */
  readonly pause: () => Promise<void>;
}

/** Receives the work done and all of it. Throws as {@link WorkflowRun.onProgress} does. */
export type StepProgress = (done: number, total: number) => void;

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
      onProgress: (progress) => {
        signal?.throwIfAborted();
        onProgress?.(progress);
      },
      step: (verb, noun, count) => (done, total) => {
        const share = total > 0 ? Math.min(1, done / total) : 1;
        const counted = count === undefined ? done : Math.floor(count * share);
        run.onProgress({ verb, noun, done: counted, total: count ?? total, share });
      },
      inSlices: (steps) => inSlices(steps, () => signal?.throwIfAborted()),
      pause: async () => {
        await new EventLoopBreak().take();
        signal?.throwIfAborted();
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
