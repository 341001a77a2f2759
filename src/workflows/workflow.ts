import type { Problem } from '../problem.ts';

/** Told now and then of the work done and of all of it, in one unit. */
export type OnProgress = (done: number, total: number) => void;

/** What a workflow may be given besides its request; nothing of it changes a result. */
export interface WorkflowContext {
  readonly onProgress?: OnProgress;
  /** Ends the workflow early: its promise is then rejected with the reason of the signal. */
  readonly signal?: AbortSignal;
}

/**
 * What comes of a workflow: a value, or every problem that prevents it. Both carry the warnings
 * about input that was ignored.
 */
export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value; readonly warnings: readonly Problem[] }
  | {
      readonly ok: false;
      readonly problems: readonly Problem[];
      readonly warnings: readonly Problem[];
    };

/** What a command does, as a library function: it never prints, and input that is wrong is no exception. */
export type Workflow<Request, Value> = (
  request: Request,
  context?: WorkflowContext,
) => Promise<Outcome<Value>>;
