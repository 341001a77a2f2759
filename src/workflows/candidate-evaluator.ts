import type { Architecture } from '../architecture/architecture.ts';
import type { Family } from '../architecture/family.ts';
import { failure, success, type Result } from '../result.ts';
import { quantitiesOf } from '../search-space/quantities.ts';
import type { Choices } from '../search-space/choices-at.ts';
import type { Fitness } from '../search/fitness.ts';
import type { EntryCost } from './chosen-cost.ts';
import type { StepProgress } from './define-workflow.ts';
import type { EvaluationStore } from './evaluation-store.ts';
import { balancedScorer, type ModelScore, type ModelScorer } from './model-scorer.ts';
import type { NewCandidate } from './new-candidates.ts';
import type { OpenedScorer } from './open-scorer.ts';
import { Refusal } from './refusal.ts';

/** A candidate that was evaluated. */
export interface EvaluatedCandidate {
  readonly id: string;
  /** A hash of its architecture. */
  readonly key: string;
  readonly choices: Choices;
  readonly parameters: number;
  /** Null where there is no score, or no cost. */
  readonly fitness: Fitness | null;
  readonly cost: EntryCost | null;
  /** Why there is none; empty where there is one. */
  readonly reason: string;
}

/** The limits of the scores that are of interest. */
export interface ScoreLimits {
  readonly least: number;
  readonly most: number;
}

/** Evaluates candidates by score and cost, none twice: neither in this run nor in one that it resumes. */
export class CandidateEvaluator {
  readonly families = new Set<Family>();
  readonly #opened: OpenedScorer;
  readonly #scorer: ModelScorer;
  readonly #limits: ScoreLimits;
  readonly #store: EvaluationStore | null;
  readonly #known = new Map<string, EvaluatedCandidate>();
  /** The scores with their parts, which no store keeps. */
  readonly #totals = new Map<string, ModelScore>();

  /** @param store null where none was asked for */
  constructor(opened: OpenedScorer, limits: ScoreLimits, store: EvaluationStore | null) {
    const { scoring, proxy } = opened;
    this.#opened = opened;
    // A candidate that can't be run has no score; it ends no search.
    this.#scorer = proxy?.lenient() ?? balancedScorer(scoring);
    this.#limits = limits;
    this.#store = store;
  }

  /**
   * Evaluates candidates together, in their order.
   *
   * @param onProgress receives the part of the work that is done
   */
  async evaluate(
    items: readonly NewCandidate[],
    onProgress: StepProgress = () => undefined,
  ): Promise<EvaluatedCandidate[]> {
    const open = items.filter(({ key }) => !this.#known.has(key));
    const scores = await this.#scoresOf(open, onProgress);
    const costs = await this.#costsOf(open, scores);
    for (const [index, item] of open.entries()) {
      const score = scores[index] ?? failure('it was not scored');
      const cost = costs[index] ?? failure('it has no cost');
      const fitness = score.ok && cost.ok ? this.#fitnessOf(score.value, cost.value) : null;
      const { key, choices, candidate } = item;
      this.#known.set(key, {
        key,
        choices,
        id: candidate.id,
        parameters: parametersOf(candidate.architecture),
        fitness,
        cost: cost.ok ? cost.value : null,
        reason: score.ok ? (cost.ok ? '' : cost.reason) : score.reason,
      });
    }
    return items.flatMap(({ key }) => this.#known.get(key) ?? []);
  }

  /** The scores of evaluated candidates with their parts, in their order. */
  async totalsOf(items: readonly NewCandidate[]): Promise<ModelScore[]> {
    const open = items.filter(({ key }) => !this.#totals.has(key));
    for (const result of await this.#score(open, () => undefined)) {
      if (!result.ok) throw Refusal.of(result.reason);
    }
    return items.flatMap(({ key }) => this.#totals.get(key) ?? []);
  }

  #fitnessOf(score: number, cost: EntryCost | null): Fitness {
    const { least, most } = this.#limits;
    return {
      score,
      cost: cost?.value ?? null,
      violation: Math.max(0, least - score, score - most),
    };
  }

  async #scoresOf(
    items: readonly NewCandidate[],
    onProgress: StepProgress,
  ): Promise<Result<number>[]> {
    const kept = new Map(items.map(({ key }) => [key, this.#store?.score(key)]));
    const open = items.filter(({ key }) => kept.get(key) === undefined);
    const results = await this.#score(open, onProgress);
    const byKey = new Map(open.map(({ key }, index) => [key, results[index]]));
    this.#store?.keepScores(
      new Map(
        open.flatMap(({ key }, index) => {
          const result = results[index];
          return result?.ok === true ? [[key, result.value.score]] : [];
        }),
      ),
    );
    return items.map(({ key }) => {
      const score = kept.get(key);
      if (score !== undefined) return success(score);
      const result = byKey.get(key) ?? failure('it was not scored');
      return result.ok ? success(result.value.score) : result;
    });
  }

  async #score(
    items: readonly NewCandidate[],
    onProgress: StepProgress,
  ): Promise<Result<ModelScore>[]> {
    const { ranges } = this.#opened.scoring;
    const candidates = items.map(({ candidate }) => ranges.unify(candidate));
    for (const { architecture } of candidates) this.families.add(architecture.family);
    const results = candidates.length === 0 ? [] : await this.#scorer.score(candidates, onProgress);
    for (const [index, { key }] of items.entries()) {
      const result = results[index];
      if (result?.ok === true) this.#totals.set(key, result.value);
    }
    return results;
  }

  /** The costs of candidates with a score: at once where they are counted, measured otherwise. */
  async #costsOf(
    items: readonly NewCandidate[],
    scores: readonly Result<number>[],
  ): Promise<Result<EntryCost | null>[]> {
    const { cost } = this.#opened;
    if (cost === null) return items.map(() => success(null));
    const { name, unit } = cost.settings;
    const known = items.map(({ key, candidate: { architecture } }, index) => {
      if (scores[index]?.ok !== true) return failure('it has no score');
      const counted = cost.count({ architecture, parameters: parametersOf(architecture) });
      const kept = counted.ok && counted.value === null ? this.#store?.cost(key) : undefined;
      return kept === undefined ? counted : success({ name, unit, value: kept });
    });
    const open = items.filter((_, index) => {
      const result = known[index];
      return result?.ok === true && result.value === null;
    });
    const measured = await this.#measure(open);
    return known.map((result, index) => {
      const value = measured.get(items[index]?.key ?? '');
      return value === undefined ? result : success({ name, unit, value });
    });
  }

  /** Measured costs by the keys of candidates; without quartiles, which no store keeps. */
  async #measure(items: readonly NewCandidate[]): Promise<ReadonlyMap<string, number>> {
    const { cost } = this.#opened;
    if (cost === null || items.length === 0) return new Map();
    const { costs } = await cost.measure(items.map(({ candidate }) => candidate));
    const values = new Map(items.map(({ key }, index) => [key, costs[index]?.value ?? NaN]));
    this.#store?.keepCosts(values);
    return values;
  }
}

function parametersOf(architecture: Architecture): number {
  return quantitiesOf(architecture, ['params']).params;
}
