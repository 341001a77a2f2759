import type { Problem } from '../problem.ts';

/** Receives the work done and the total, in one unit; a new total begins a new phase of the work. */
export type OnProgress = (done: number, total: number) => void;

/** What a workflow accepts besides its request. None of it changes a result. */
export interface WorkflowContext {
  readonly onProgress?: OnProgress;
  /** Ends the workflow early: its promise is then rejected with the reason of the signal. */
  readonly signal?: AbortSignal;
}

/**
 * The result of a workflow: a value, or every problem that prevents it. Both carry the warnings
 * about input that was ignored.
 */
export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value; readonly warnings: readonly Problem[] }
  | {
      readonly ok: false;
      readonly problems: readonly Problem[];
      readonly warnings: readonly Problem[];
    };

/**
 * A command as a library function. It never prints, and wrong input is an outcome rather than an
 * exception. Problems and warnings name the fields of a request by the options of the command line:
 * `truthColumn` is `--truth-column`.
 */
export type Workflow<Request, Value> = (
  request: Request,
  context?: WorkflowContext,
) => Promise<Outcome<Value>>;
