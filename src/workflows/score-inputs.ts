import type { Architecture } from '../architecture/architecture.ts';
import type { Family } from '../architecture/family.ts';
import type { CandidateBatch } from '../candidates/candidate-batch.ts';
import { CandidateReader } from '../candidates/candidate-reader.ts';
import type { Candidate } from '../formats/candidate-format.ts';
import { titleOfLeftOut } from '../report/describe-left-out.ts';
import { success, type Result } from '../result.ts';
import type { StepProgress, WorkflowRun } from './define-workflow.ts';
import { WarningTally } from '../warning-tally.ts';
import { ProblemTally } from '../problem-tally.ts';
import type { CandidateLimits } from './candidate-limits.ts';
import { balancedScorer, type ModelScore, type ModelScorer } from './model-scorer.ts';
import { progressOfInputs, skipped, skippedCount } from './read-inputs.ts';
import { Refusal } from './refusal.ts';
import { SequenceLengths } from './sequence-lengths.ts';
import type { Selection } from './selection.ts';
import type { Scoring } from './scoring.ts';

/** A candidate with its score. */
export interface ScoredModel<Extra = null> {
  readonly id: string;
  /** Its number among the candidates that were read, from 0. */
  readonly index: number;
  readonly source: string;
  /** Null for a checkpoint. */
  readonly architecture: Architecture | null;
  /** As JSON, where it was asked for. */
  readonly record?: string | undefined;
  readonly score: ModelScore;
  /** What else was asked for. */
  readonly extra: Extra;
}

/** A candidate as far as its ground truth is concerned. */
type ReadModel = Pick<Candidate, 'id' | 'source' | 'scores'>;

/** A candidate that is to be scored, with its number among all that were read. */
interface AdmittedCandidate {
  readonly candidate: Candidate;
  readonly index: number;
}

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
  /** Which candidates are taken, and whether their records are kept. */
  readonly selection?: Selection;
  /** What scores them; the settings of `scoring` alone if absent. */
  readonly scorer?: ModelScorer | undefined;
  /** Which candidates are scored; all if absent. */
  readonly limits?: CandidateLimits | undefined;
  /** What else is needed of a candidate; a failure counts as a missing score. */
  readonly extraOf: (architecture: Architecture | null, score: ModelScore) => Result<Extra>;
}

/** The result for {@link ScoreInputsOptions.extraOf} where the score is all that is needed. */
export const noExtra = (): Result<null> => success(null);

/**
 * Reads and scores the candidates of inputs batch by batch, so that any number of them takes the
 * memory of one batch; where each score depends on all candidates, all are held. All problems are refused together at the end; but a stream of NDJSON is read
 * no further than its first candidate that is wrong or has no score. Where invalid candidates are
 * skipped, the first of the problems become warnings, with the number of skipped candidates.
 */
export class InputScorer<Extra> {
  /** Of the candidates that were scored. */
  readonly lengths = new SequenceLengths();
  readonly #options: ScoreInputsOptions<Extra>;
  readonly #run: WorkflowRun;
  readonly #reader: CandidateReader;
  readonly #scorer: ModelScorer;
  readonly #families = new Set<Family>();
  readonly #unscored = new ProblemTally();

  constructor(options: ScoreInputsOptions<Extra>, run: WorkflowRun) {
    const { settings, reading } = options.scoring;
    this.#options = options;
    this.#run = run;
    this.#scorer = options.scorer ?? balancedScorer(options.scoring);
    this.#reader = new CandidateReader(options.inputs, {
      ...reading,
      ...options.selection,
      batchSize: this.#scorer.batchSize,
      checkpoints: settings.mode === 'weights' ? 'preferred' : true,
      stopAt: options.skipInvalid === true ? 'end' : 'broken-line',
    });
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
    const isWhole = this.#scorer.batchSize === Infinity;
    const held: AdmittedCandidate[] = [];
    for await (const batch of this.#reader.batches()) {
      warnings.add(batch.warnings);
      // In a stream, what follows a candidate without a score is not reached.
      if (skipInvalid || problems.count === 0) {
        const failed = this.#unscored.count;
        const onProgress = this.#progressOf(batch, before);
        const models = await this.#scoreCheckpoints(batch, onProgress);
        const admitted = this.#admitted(batch);
        if (isWhole) for (const own of admitted) held.push(own);
        else models.push(...(await this.#score(admitted, onProgress, this.#stopsAt(batch))));
        // What was known already was not reported.
        onProgress(1, 1);
        scored += models.length;
        const { candidates, checkpoints } = batch;
        const rated = checkpoints.map(({ id, source }) => ({ id, source, scores: {} }));
        yield { read: rated.length > 0 ? rated : candidates, scored: models };
        if (this.#stopsAt(batch) && this.#unscored.count > failed) break;
      }
      problems.add(batch.problems);
      refused += batch.refused;
      before = batch.done;
    }
    if (held.length > 0 && (skipInvalid || problems.count === 0)) {
      const models = await this.#score(held, this.#run.step('scored', 'candidates'), false);
      scored += models.length;
      yield { read: [], scored: models };
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
    if (scored > 0) return;
    const reasons = titleOfLeftOut(this.#options.limits?.leftOut() ?? []);
    if (reasons === null) throw Refusal.of('no candidate has a score');
    throw Refusal.of(`no candidate is left: ${reasons}; loosen the constraints`);
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

  async #scoreCheckpoints(
    { checkpoints, first }: CandidateBatch,
    onProgress: StepProgress,
  ): Promise<ScoredModel<Extra>[]> {
    const { settings, engine } = this.#options.scoring;
    const scored: ScoredModel<Extra>[] = [];
    const missing = this.#scorer.missesArchitecture ?? this.#options.limits?.missesArchitecture;
    for (const [index, { checkpoint, id, source }] of checkpoints.entries()) {
      if (missing !== undefined) {
        this.#unscored.add([{ source, path: '', message: missing }]);
        continue;
      }
      // Loaded only for a checkpoint.
      const { scoreCheckpoint } = await import('../checkpoints/score-checkpoint.ts');
      if (checkpoint.naming !== null) this.#families.add(checkpoint.naming.family);
      const result = await scoreCheckpoint(checkpoint, settings, onProgress, engine);
      const model = this.#toModel({ id, source, architecture: null }, first + index, result);
      if (model !== null) scored.push(model);
    }
    return scored;
  }

  /** @param stops whether what follows a candidate without a score is left out */
  async #score(
    admitted: readonly AdmittedCandidate[],
    onProgress: StepProgress,
    stops: boolean,
  ): Promise<ScoredModel<Extra>[]> {
    if (admitted.length === 0) return [];
    const candidates = admitted.map(({ candidate }) => candidate);
    const results = await this.#scorer.score(candidates, onProgress);
    const scored: ScoredModel<Extra>[] = [];
    for (const [place, { candidate, index }] of admitted.entries()) {
      this.#families.add(candidate.architecture.family);
      this.lengths.add(candidate.architecture);
      const model = this.#toModel(candidate, index, results[place]);
      if (model !== null) scored.push(model);
      else if (stops) break;
    }
    return scored;
  }

  /** The candidates that are to be scored, at the initializer range of the scoring. */
  #admitted({ candidates, first }: CandidateBatch): AdmittedCandidate[] {
    const { limits, scoring } = this.#options;
    const admitted: AdmittedCandidate[] = [];
    // A loop: there may be a million candidates.
    for (const [place, candidate] of candidates.entries()) {
      const verdict = limits?.admit(candidate.architecture);
      if (verdict?.ok === false) {
        this.#unscored.add([{ source: candidate.source, path: '', message: verdict.reason }]);
      } else if (verdict?.value !== false) {
        admitted.push({ candidate: scoring.ranges.unify(candidate), index: first + place });
      }
    }
    return admitted;
  }

  /** The candidate with its score; null, with the reason among the problems, where it has none. */
  #toModel(
    model: Pick<ScoredModel, 'id' | 'source' | 'architecture' | 'record'>,
    index: number,
    result: Result<ModelScore> | undefined,
  ): ScoredModel<Extra> | null {
    const { id, source, architecture, record } = model;
    const extra = result?.ok === true ? this.#options.extraOf(architecture, result.value) : result;
    if (result?.ok === true && extra?.ok === true) {
      const { value: score } = result;
      return { id, source, index, architecture, record, score, extra: extra.value };
    }
    const message = extra?.ok === false ? extra.reason : 'no score';
    this.#unscored.add([{ source, path: '', message }]);
    return null;
  }
}
