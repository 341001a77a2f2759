import type { Architecture, ExpertCount, Family } from '../architecture/architecture.ts';
import type { EngineOptions } from '../engine/engine-options.ts';
import type { Build, Candidate, LtsFamily } from '../formats/candidate-format.ts';
import { CandidateReader, type CandidateBatch } from '../candidates/candidate-reader.ts';
import type { Problem } from '../problem.ts';
import { success, type Result } from '../result.ts';
import { BatchScorer } from '../scoring/batch-scorer.ts';
import type { TotalScore } from '../scoring/score-architecture.ts';
import type { ScoreSettings } from '../scoring/score-settings.ts';
import { ProblemTally } from '../workflows/problem-tally.ts';
import { skipped } from '../workflows/read-inputs.ts';
import { Refusal } from '../workflows/refusal.ts';
import { printWarnings, withProgress } from './terminal.ts';

/**
 * Candidates that are scored together. Expected scores need no company, and few candidates at a
 * time stay in the cache; sampled ones share their matrices, and the workers want many.
 */
const BATCH = { expected: 128, sampled: 8192, weights: 512 } as const;

/** Steps of the progress bar. */
const STEPS = 10_000;

/** A candidate that has a score. */
export interface ScoredModel {
  readonly id: string;
  /** Among the candidates that were read, from 0. */
  readonly index: number;
  readonly source: string;
  /** Null of a checkpoint. */
  readonly architecture: Architecture | null;
  readonly score: TotalScore;
}

/** What scoring the inputs left behind, besides the scores. */
export interface ScoredInputs {
  /** Candidates that were read, scored or not. */
  readonly count: number;
  readonly families: ReadonlySet<Family>;
  /** The id of a candidate by its number. */
  readonly idAt: (index: number) => string;
}

/**
 * Reads and scores the candidates behind the inputs, batch by batch, so that any number of them
 * takes the memory of one batch. Warnings are printed. All problems are refused at once; but a
 * stream of NDJSON is read no further than its first candidate that is wrong or has no score.
 * Where invalid candidates are to be skipped, the first of the problems are printed as warnings,
 * and how many candidates were skipped.
 *
 * @param onCandidate called for every candidate that was read, in order, with its number
 * @param onScore called after that for those that have a score; may find that a candidate is of no
 *   use, with the reason, which is then dealt with as that of a missing score
 */
export async function scoreInputs(
  inputs: readonly string[],
  options: {
    readonly build: Build;
    readonly family?: LtsFamily;
    readonly experts?: ExpertCount;
    readonly skipInvalid?: boolean;
  },
  settings: ScoreSettings,
  engine: EngineOptions,
  onCandidate: (candidate: Omit<Candidate, 'architecture'>) => void,
  onScore: (scored: ScoredModel) => Result<null> | undefined,
): Promise<ScoredInputs> {
  const { build, family, experts, skipInvalid = false } = options;
  const reader = new CandidateReader(inputs, {
    build,
    ...(family !== undefined && { family }),
    ...(experts !== undefined && { experts }),
    batchSize: BATCH[settings.mode],
    checkpoints: settings.mode === 'weights' ? 'preferred' : true,
    stopAtBrokenLine: !skipInvalid,
  });
  const scorer = new BatchScorer(settings, engine);
  const warnings = new ProblemTally();
  const problems = new ProblemTally();
  const unscored = new ProblemTally();
  const families = new Set<Family>();
  let refused = 0;
  let scored = 0;

  /** Takes a score, or why there is none; false in the latter case. */
  const take = (
    model: Omit<ScoredModel, 'score'>,
    result: Result<TotalScore> | undefined,
  ): boolean => {
    const taken =
      result?.ok === true ? (onScore({ ...model, score: result.value }) ?? success(null)) : result;
    if (taken?.ok === true) {
      scored += 1;
      return true;
    }
    const { source } = model;
    unscored.add([{ source, path: '', message: taken?.reason ?? 'no score' }]);
    return false;
  };

  /** Scores a batch; false where it is the last to be read. */
  const scoreBatch = async (
    batch: CandidateBatch,
    onProgress: (done: number, total: number) => void,
  ): Promise<boolean> => {
    const { candidates, checkpoints } = batch;
    for (const [index, { checkpoint, id, source }] of checkpoints.entries()) {
      // Loaded for those who have one.
      const { scoreCheckpoint } = await import('../checkpoints/score-checkpoint.ts');
      if (checkpoint.naming !== null) families.add(checkpoint.naming.family);
      onCandidate({ id, source, scores: {} });
      const result = await scoreCheckpoint(checkpoint, settings, onProgress, engine);
      take({ id, source, index: batch.first + index, architecture: null }, result);
    }
    if (candidates.length === 0) return true;
    const results = await scorer.score(
      candidates.map(({ architecture }) => architecture),
      onProgress,
    );
    for (const [index, candidate] of candidates.entries()) {
      families.add(candidate.architecture.family);
      onCandidate(candidate);
      const { id, source, architecture } = candidate;
      const model = { id, source, index: batch.first + index, architecture };
      const isScored = take(model, results[index]);
      if (!isScored && batch.stream && !skipInvalid) return false;
    }
    return true;
  };

  await withProgress(async (onProgress) => {
    let before = 0;
    for await (const batch of reader.batches()) {
      warnings.add(batch.warnings);
      // What stands behind a candidate without a score was not reached, in a stream.
      const seen = async (): Promise<boolean> =>
        scoreBatch(batch, (done, total) => {
          onProgress(STEPS * (before + ((batch.done - before) * done) / total), STEPS);
        });
      const goesOn = skipInvalid || problems.count === 0 ? await seen() : true;
      if (!goesOn) break;
      problems.add(batch.problems);
      refused += batch.refused;
      before = batch.done;
    }
  });

  printWarnings(warnings.listed());
  const wrong = problems.count > 0 ? problems : unscored;
  if (!skipInvalid && wrong.count > 0) throw new Refusal(wrong.listed());
  reportSkipped([problems, unscored], refused + unscored.count, reader.size + refused);
  if (reader.size === 0) throw Refusal.of('no candidate is left');
  if (scored === 0) throw Refusal.of('no candidate has a score');
  return { count: reader.size, families, idAt: (index) => reader.idAt(index) };
}

function reportSkipped(tallies: readonly ProblemTally[], count: number, total: number): void {
  if (count === 0) return;
  const summary: Problem = {
    source: '--skip-invalid',
    path: '',
    message: `went on without ${count} of ${total} candidates`,
  };
  printWarnings([...tallies.flatMap((tally) => skipped(tally.listed())), summary]);
}
