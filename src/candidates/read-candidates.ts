import type { Problem } from '../problem.ts';
import { ProblemTally } from '../problem-tally.ts';
import { WarningTally } from '../warning-tally.ts';
import type { Candidate } from '../formats/candidate-format.ts';
import type { CheckpointCandidate } from './checkpoint-candidate.ts';
import { CandidateReader } from './candidate-reader.ts';
import type { BatchOptions, ReadOptions } from './read-options.ts';

export type { ReadOptions };

/** What reading the inputs gave. */
export interface ReadCandidates {
  /** In the order of the inputs; every id once. */
  readonly candidates: readonly Candidate[];
  /** Likewise, where checkpoints were asked for. */
  readonly checkpoints: readonly CheckpointCandidate[];
  /** Why records and files gave no candidate: the first problems of each file; a last line counts others. */
  readonly problems: readonly Problem[];
  /** Number of those records and files; one may have several problems. */
  readonly refused: number;
  /** Everything that was ignored; warnings of one kind are merged into the first. */
  readonly warnings: readonly Problem[];
}

/**
 * Every candidate of the given paths: files with one spec or record, arrays of them, NDJSON, and
 * directories of such files, with their problems.
 *
 * @param onProgress called now and then with the candidates so far, and the part of the inputs that
 *   was read, from 0 to 1
 */
export async function readCandidates(
  inputs: readonly string[],
  options: ReadOptions & Pick<BatchOptions, 'stopAt'> = {},
  onProgress: (count: number, share: number) => void = () => undefined,
): Promise<ReadCandidates> {
  // Lists of lists: a batch may have more items than a call may have arguments.
  const candidates: (readonly Candidate[])[] = [];
  const checkpoints: (readonly CheckpointCandidate[])[] = [];
  const problems = new ProblemTally();
  const warnings = new WarningTally();
  let refused = 0;
  const reader = new CandidateReader(inputs, options);
  for await (const batch of reader.batches()) {
    candidates.push(batch.candidates);
    checkpoints.push(batch.checkpoints);
    problems.add(batch.problems);
    refused += batch.refused;
    warnings.add(batch.warnings);
    onProgress(reader.size, batch.done);
  }
  return {
    candidates: candidates.flat(),
    checkpoints: checkpoints.flat(),
    problems: problems.listed(),
    refused,
    warnings: warnings.listed(),
  };
}
