import type { Problem } from '../problem.ts';

/** How far a step of a workflow is: `scored` 1,204 of 10,000 `candidates`. */
export interface Progress {
  /** What is done, in the past tense. A new verb or noun begins the next step. */
  readonly verb: string;
  /** What it is done to, in the plural. */
  readonly noun: string;
  /** How many of them are done. */
  readonly done: number;
  /** How many there are; null where that is not known yet. */
  readonly total: number | null;
  /** Part of the work of this step that is done, from 0 to 1; null where that is not known. */
  readonly share: number | null;
  /** What was found so far, as `best 6.62`. */
  readonly note?: string;
}

/** Receives how far a workflow is, now and then. */
export type OnProgress = (progress: Progress) => void;

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
