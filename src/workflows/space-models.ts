import type { Family } from '../architecture/family.ts';
import { EventLoopBreak } from '../event-loop-break.ts';
import type { Candidate } from '../formats/candidate-format.ts';
import type { SearchDocument } from '../report/documents/search-document.ts';
import { success, type Result } from '../result.ts';
import { ranksAmong } from '../scoring/ranks-among.ts';
import type { TotalScore } from '../scoring/score-architecture.ts';
import { loadLineReader, type LineReader } from '../search-space/candidate-check.ts';
import { indexOfChoices } from '../search-space/choices-at.ts';
import { choicesOfLayers } from '../search-space/layer-models.ts';
import type { SearchSpace } from '../search-space/search-space.ts';
import { candidateOf } from '../search-space/space-candidate.ts';
import { nameOf } from '../search-space/space-walk.ts';
import { countArrangements } from '../search/best-multisets.ts';
import type { Found } from '../search/exact-search.ts';
import type { Measure, MeasuredSpace } from '../search/measure-space.ts';
import type { ChosenCost, EntryCost } from './chosen-cost.ts';
import { Refusal } from './refusal.ts';
import type { ModelScorer } from './model-scorer.ts';
import type { Scoring } from './scoring.ts';

/** Share of a score by which it may differ from the sum over its layers. */
const TOLERANCE = 1e-9;

/** A candidate that was found, with its record. */
export type FoundEntry = SearchDocument['ranking'][number] & { readonly record: string };

/** The candidates of a space by what they consist of. */
export class SpaceModels {
  readonly families = new Set<Family>();
  readonly #space: SearchSpace;
  readonly #scoring: Scoring;
  readonly #scorer: ModelScorer;
  readonly #cost: ChosenCost | null;
  readonly #read: LineReader;
  readonly #break = new EventLoopBreak();

  private constructor(
    space: SearchSpace,
    scoring: Scoring,
    scorer: ModelScorer,
    cost: ChosenCost | null,
    read: LineReader,
  ) {
    this.#space = space;
    this.#scoring = scoring;
    this.#scorer = scorer;
    this.#cost = cost;
    this.#read = read;
  }

  /** @param cost that is counted, not measured; null where none was asked for */
  static async open(
    space: SearchSpace,
    scoring: Scoring,
    scorer: ModelScorer,
    cost: ChosenCost | null,
  ): Promise<SpaceModels> {
    return new SpaceModels(space, scoring, scorer, cost, await loadLineReader());
  }
  /** Measures candidates by their score and cost. */
  readonly measure = async (candidates: readonly Candidate[]): Promise<Result<Measure>[]> => {
    const scored = await this.#score(candidates);
    return scored.map((result, index) => {
      if (!result.ok) return result;
      const { score } = result.value;
      const cost = this.#costOf(candidates[index], result.value);
      return cost.ok ? success({ score, cost: cost.value?.value ?? null }) : cost;
    });
  };

  /** Lets the event loop run, now and then. */
  async pause(): Promise<void> {
    if (this.#break.due) await this.#break.take();
  }

  /** Whether a model that was found meets all constraints, to the last digit. */
  readonly isAdmitted = (found: Found, space: MeasuredSpace): boolean => {
    const { architecture } = this.#candidateOf(found, space);
    return this.#space.constraints.every(({ holds }) => {
      const held = holds(architecture);
      return held.ok && held.value;
    });
  };

  /** The entries of a list of models, the best first. */
  async describe(found: readonly Found[], space: MeasuredSpace): Promise<FoundEntry[]> {
    const candidates = found.map((own) => this.#candidateOf(own, space));
    const results = await this.#score(candidates);
    const totals = results.map((result, index) => {
      if (!result.ok) throw Refusal.of(result.reason);
      const predicted = found[index]?.score ?? NaN;
      if (Math.abs(result.value.score - predicted) > TOLERANCE * Math.abs(predicted)) {
        throw new Error(`a candidate scores ${result.value.score}, not ${predicted} as its layers`);
      }
      return result.value;
    });
    const scores = totals.map(({ score }) => score);
    const ranks = ranksAmong(scores, scores);
    return candidates.map((candidate, index): FoundEntry => {
      const total = totals[index];
      const own = found[index];
      if (total === undefined || own === undefined) throw new RangeError('a model has no score');
      const { score, capacity, parameters } = total;
      const cost = this.#costOf(candidate, total);
      return {
        rank: ranks[index] ?? index + 1,
        id: candidate.id,
        score,
        capacity,
        parameters,
        arrangements: countArrangements(own.counts).toString(),
        ...(cost.ok && cost.value !== null && { cost: cost.value }),
        record: candidate.record ?? '',
      };
    });
  }

  /** The first candidate of a choice of layers in the order of the space, with its record. */
  #candidateOf({ group, counts }: Found, { models }: MeasuredSpace): Candidate {
    const own = models[group];
    if (own === undefined) throw new RangeError(`the space has no group ${group}`);
    const layers = counts.flatMap((count, option) => Array.from({ length: count }, () => option));
    const choices = choicesOfLayers(own, layers);
    const name = nameOf(indexOfChoices(this.#space.axes, choices));
    const { line } = candidateOf(this.#space, choices, name);
    const { candidate, reason } = this.#read(line);
    if (candidate === undefined) throw Refusal.of(`${this.#space.source}: ${reason}`);
    return { ...candidate, record: line };
  }

  async #score(candidates: readonly Candidate[]): Promise<Result<TotalScore>[]> {
    const unified = candidates.map((candidate) => this.#scoring.ranges.unify(candidate));
    for (const { architecture } of candidates) this.families.add(architecture.family);
    return this.#scorer.score(unified, () => undefined);
  }

  #costOf(candidate: Candidate | undefined, { parameters }: TotalScore): Result<EntryCost | null> {
    if (this.#cost === null || candidate === undefined) return success(null);
    const { architecture } = candidate;
    return this.#cost.count({ architecture, parameters: parameters.total });
  }
}
