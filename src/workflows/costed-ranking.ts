import { BestRanked } from '../scoring/best-ranked.ts';
import type { ChosenCost, EntryCost } from './chosen-cost.ts';
import type { SequenceLengths } from './sequence-lengths.ts';
import type { ScoredModel } from './score-inputs.ts';

/** A candidate with its cost where it is counted, or null. */
type Model = ScoredModel<EntryCost | null>;

interface Waiting {
  readonly id: string;
  readonly score: number;
  readonly model: Model;
}

/**
 * Passes scored candidates on with their costs: at once where costs are counted; the best by score at
 * the end, where costs are measured, and the others at once without one. Candidates beyond the
 * highest cost, or whose cost is then unknown, are left out.
 */
export class CostedRanking {
  readonly #cost: ChosenCost | null;
  readonly #most: number;
  readonly #take: (model: Model, cost: EntryCost | null) => void;
  readonly #best: BestRanked<Waiting> | null;
  #tooCostly = 0;
  #unmeasured = 0;
  #groups = 1;

  /** @param take receives every candidate that is not left out, once */
  constructor(
    cost: ChosenCost | null,
    maxCost: number | undefined,
    take: (model: Model, cost: EntryCost | null) => void,
  ) {
    this.#cost = cost;
    this.#most = maxCost ?? Infinity;
    this.#take = take;
    const measured = cost?.measured ?? null;
    this.#best = measured === null ? null : new BestRanked(measured);
  }

  add(model: Model): void {
    if (this.#best === null) {
      this.#price(model, model.extra);
      return;
    }
    const { id, score } = model;
    const passed = this.#best.add({ id, score: score.score, model });
    if (passed === undefined) return;
    this.#unmeasured += 1;
    if (this.#most === Infinity) this.#take(passed.model, null);
  }

  /** Measures what is left to be measured, and passes it on. */
  async finish(): Promise<void> {
    const models = this.#best?.ranking().map(({ model }) => model) ?? [];
    if (this.#cost === null || models.length === 0) return;
    const { costs, groups } = await this.#cost.measure(models);
    this.#groups = groups;
    for (const [index, model] of models.entries()) this.#price(model, costs[index] ?? null);
  }

  /** The settings of the cost as a document carries them, with what is known at the end. */
  describe(settings: ChosenCost['settings'], lengths: SequenceLengths): ChosenCost['settings'] {
    const { timing, sequenceLength } = settings;
    return {
      ...settings,
      ...(sequenceLength !== undefined && { sequenceLength: lengths.shown(sequenceLength) }),
      ...(timing !== undefined &&
        this.#groups > 1 && { timing: { ...timing, groups: this.#groups } }),
    };
  }

  /** Why candidates were left out, and how many. */
  leftOut(): { readonly condition: string; readonly candidates: number }[] {
    const most = this.#most;
    if (most === Infinity) return [];
    return [
      { condition: `cost <= ${most}`, candidates: this.#tooCostly },
      { condition: 'cost is measured', candidates: this.#unmeasured },
    ].filter(({ candidates }) => candidates > 0);
  }

  #price(model: Model, cost: EntryCost | null): void {
    if (cost !== null && cost.value > this.#most) this.#tooCostly += 1;
    else this.#take(model, cost);
  }
}
