import type { Architecture, Family } from '../architecture/architecture.ts';
import type { CandidateBatch } from '../candidates/candidate-batch.ts';
import { CandidateReader } from '../candidates/candidate-reader.ts';
import type { Candidate } from '../formats/candidate-format.ts';
import { success, type Result } from '../result.ts';
import { BatchScorer } from '../scoring/batch-scorer.ts';
import type { TotalScore } from '../scoring/score-architecture.ts';
import type { StepProgress, WorkflowRun } from './define-workflow.ts';
import { WarningTally } from '../warning-tally.ts';
import { ProblemTally } from './problem-tally.ts';
import { progressOfInputs, skipped, skippedCount } from './read-inputs.ts';
import { Refusal } from './refusal.ts';
import type { Scoring } from './scoring.ts';

/**
 * Candidates that are scored together. Expected scores share nothing, and few candidates at a time
 * stay in the cache; sampled ones share their matrices, and the workers want many.
 */
const BATCH = { expected: 128, sampled: 8192, weights: 512 } as const;

/** A candidate with its score. */
export interface ScoredModel<Extra = null> {
  readonly id: string;
  /** Its number among the candidates that were read, from 0. */
  readonly index: number;
  readonly source: string;
  /** Null for a checkpoint. */
  readonly architecture: Architecture | null;
  readonly score: TotalScore;
  /** What else was asked for. */
  readonly extra: Extra;
}

/** A candidate as far as its ground truth is concerned. */
type ReadModel = Pick<Candidate, 'id' | 'source' | 'scores'>;

/** Some of the candidates, in their order. */
interface ScoredBatch<Extra> {
  /** All that were read, with a score or without. */
  readonly read: readonly ReadModel[];
  readonly scored: readonly ScoredModel<Extra>[];
}

/** What is scored, and how. */
interface ScoreInputsOptions<Extra> {
  readonly inputs: readonly string[];
  readonly scoring: Scoring;
  readonly skipInvalid?: boolean | undefined;
  /** What else is needed of a candidate; a failure counts as a missing score. */
  readonly extraOf: (architecture: Architecture | null, score: TotalScore) => Result<Extra>;
}

/** The result for {@link ScoreInputsOptions.extraOf} where the score is all that is needed. */
export const noExtra = (): Result<null> => success(null);

/**
 * Reads and scores the candidates of inputs batch by batch, so that any number of them takes the
 * memory of one batch. All problems are refused together at the end; but a stream of NDJSON is read
 * no further than its first candidate that is wrong or has no score. Where invalid candidates are
 * skipped, the first of the problems become warnings, with the number of skipped candidates.
 */
export class InputScorer<Extra> {
  readonly #options: ScoreInputsOptions<Extra>;
  readonly #run: WorkflowRun;
  readonly #reader: CandidateReader;
  readonly #scorer: BatchScorer;
  readonly #families = new Set<Family>();
  readonly #unscored = new ProblemTally();

  constructor(options: ScoreInputsOptions<Extra>, run: WorkflowRun) {
    const { settings, engine, reading } = options.scoring;
    this.#options = options;
    this.#run = run;
    this.#reader = new CandidateReader(options.inputs, {
      ...reading,
      batchSize: BATCH[settings.mode],
      checkpoints: settings.mode === 'weights' ? 'preferred' : true,
      stopAtBrokenLine: options.skipInvalid !== true,
    });
    this.#scorer = new BatchScorer(settings, engine);
  }

  /** How many candidates were read, scored or not. */
  get count(): number {
    return this.#reader.size;
  }

  /** The families of the candidates. */
  get families(): ReadonlySet<Family> {
    return this.#families;
  }

  /** The id of a candidate by its number. */
  idAt(index: number): string {
    return this.#reader.idAt(index);
  }

  /** The batches; to be called once. The last step warns and refuses. */
  async *batches(): AsyncGenerator<ScoredBatch<Extra>> {
    const { skipInvalid = false } = this.#options;
    const warnings = new WarningTally();
    const problems = new ProblemTally();
    let refused = 0;
    let scored = 0;
    let before = 0;
    for await (const batch of this.#reader.batches()) {
      warnings.add(batch.warnings);
      // In a stream, what follows a candidate without a score is not reached.
      if (skipInvalid || problems.count === 0) {
        const onProgress = this.#progressOf(batch, before);
        const done = await this.#score(batch, onProgress);
        // What was known already was not reported.
        onProgress(1, 1);
        scored += done.scored.length;
        yield done;
        if (this.#stopsAt(batch) && done.scored.length < done.read.length) break;
      }
      problems.add(batch.problems);
      refused += batch.refused;
      before = batch.done;
    }
    const { warn } = this.#run;
    warn(warnings.listed());
    const wrong = problems.count > 0 ? problems : this.#unscored;
    if (!skipInvalid && wrong.count > 0) throw new Refusal(wrong.listed());
    if (problems.count + this.#unscored.count > 0) {
      warn([
        ...skipped([...problems.listed(), ...this.#unscored.listed()]),
        skippedCount(refused + this.#unscored.count, this.count + refused),
      ]);
    }
    if (this.count === 0) throw Refusal.of('no candidate is left');
    if (scored === 0) throw Refusal.of('no candidate has a score');
  }

  /**
   * Reports the progress within a batch.
   *
   * @param before part of the inputs that was done before it
   */
  #progressOf(
    { candidates, checkpoints, first, done: end }: CandidateBatch,
    before: number,
  ): StepProgress {
    const size = candidates.length + checkpoints.length;
    return (done, total) => {
      const part = total > 0 ? Math.min(1, done / total) : 1;
      const count = first + Math.floor(size * part);
      const share = before + (end - before) * part;
      const progress = progressOfInputs('scored', count, share);
      // With the last batch it is known how many there are.
      this.#run.onProgress(end >= 1 ? { ...progress, total: first + size } : progress);
    };
  }

  /** Whether a missing score ends the reading. */
  #stopsAt(batch: CandidateBatch): boolean {
    return batch.stream && this.#options.skipInvalid !== true;
  }

  async #score(batch: CandidateBatch, onProgress: StepProgress): Promise<ScoredBatch<Extra>> {
    const { candidates, checkpoints, first } = batch;
    const { settings, engine } = this.#options.scoring;
    const scored: ScoredModel<Extra>[] = [];
    for (const [index, { checkpoint, id, source }] of checkpoints.entries()) {
      // Loaded only for a checkpoint.
      const { scoreCheckpoint } = await import('../checkpoints/score-checkpoint.ts');
      if (checkpoint.naming !== null) this.#families.add(checkpoint.naming.family);
      const result = await scoreCheckpoint(checkpoint, settings, onProgress, engine);
      const model = this.#toModel({ id, source, architecture: null }, first + index, result);
      if (model !== null) scored.push(model);
    }
    const results =
      candidates.length === 0
        ? []
        : await this.#scorer.score(
            candidates.map(({ architecture }) => architecture),
            onProgress,
          );
    for (const [index, candidate] of candidates.entries()) {
      this.#families.add(candidate.architecture.family);
      const model = this.#toModel(candidate, first + index, results[index]);
      if (model !== null) scored.push(model);
      else if (this.#stopsAt(batch)) break;
    }
    const read = checkpoints.map(({ id, source }) => ({ id, source, scores: {} }));
    return { read: read.length > 0 ? read : candidates, scored };
  }

  /** The candidate with its score; null, with the reason among the problems, where it has none. */
  #toModel(
    { id, source, architecture }: Pick<ScoredModel, 'id' | 'source' | 'architecture'>,
    index: number,
    result: Result<TotalScore> | undefined,
  ): ScoredModel<Extra> | null {
    const extra = result?.ok === true ? this.#options.extraOf(architecture, result.value) : result;
    if (result?.ok === true && extra?.ok === true) {
      return { id, source, index, architecture, score: result.value, extra: extra.value };
    }
    const message = extra?.ok === false ? extra.reason : 'no score';
    this.#unscored.add([{ source, path: '', message }]);
    return null;
  }
}
