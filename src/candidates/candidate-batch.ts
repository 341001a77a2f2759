import type { Candidate } from '../formats/candidate-format.ts';
import type { Problem } from '../problem.ts';
import type { CheckpointCandidate } from './checkpoint-candidate.ts';

/** Some of the candidates of the inputs, in their order. */
export interface CandidateBatch {
  readonly candidates: readonly Candidate[];
  /** Checkpoints, if they were asked for: a batch with any has no other candidates. */
  readonly checkpoints: readonly CheckpointCandidate[];
  /** Number of the first of them among all. */
  readonly first: number;
  /** Why records and files gave no candidate. */
  readonly problems: readonly Problem[];
  /** Number of those records and files; one may have several problems. */
  readonly refused: number;
  readonly warnings: readonly Problem[];
  /** Whether they come from an NDJSON file that was named directly. */
  readonly stream: boolean;
  /** How much of the inputs has been read so far, from 0 to 1. */
  readonly done: number;
}

/** Collects what is read into batches. */
export class BatchBuilder {
  candidates: Candidate[] = [];
  checkpoints: CheckpointCandidate[] = [];
  /** Records and files that gave no candidate, in all batches. */
  refused = 0;
  #problems: (readonly Problem[])[] = [];
  #warnings: (readonly Problem[])[] = [];
  #ownProblems = 0;
  #problemsBefore = 0;
  #first = 0;

  warn(warnings: readonly Problem[]): void {
    if (warnings.length > 0) this.#warnings.push(warnings);
  }

  /** Counts one record or file as refused. */
  refuse(problems: readonly Problem[]): void {
    if (problems.length === 0) return;
    this.#problems.push(problems);
    this.#ownProblems += problems.length;
    this.refused += 1;
  }

  refuseAt(source: string, path: string, message: string): void {
    this.refuse([{ source, path, message }]);
  }

  /** Problems in all batches. */
  get problemCount(): number {
    return this.#problemsBefore + this.#ownProblems;
  }

  /** Candidates and problems since the last batch. */
  get size(): number {
    return this.candidates.length + this.checkpoints.length + this.#ownProblems;
  }

  /** Whether anything was collected since the last batch. */
  get isPending(): boolean {
    return this.size + this.#warnings.length > 0;
  }

  /** The batch of all that was collected since the last one. */
  take(stream: boolean, done: number): CandidateBatch {
    const { candidates, checkpoints } = this;
    const batch = {
      candidates,
      checkpoints,
      first: this.#first,
      problems: this.#problems.flat(),
      refused: this.#problems.length,
      warnings: this.#warnings.flat(),
      stream,
      done,
    };
    this.#first += candidates.length + checkpoints.length;
    this.candidates = [];
    this.checkpoints = [];
    this.#problems = [];
    this.#problemsBefore += this.#ownProblems;
    this.#ownProblems = 0;
    this.#warnings = [];
    return batch;
  }
}
