import { createHash } from 'node:crypto';
import type { Architecture } from '../architecture/architecture.ts';
import { countParameters } from '../architecture/parameter-counts.ts';
import { inventory } from '../architecture/inventory.ts';
import { SUB_MODULES, type SubModule } from '../architecture/weight.ts';
import { unitsOf, type UnitCounts } from '../checkpoints/cut-axes.ts';
import type { SlicedModel } from '../checkpoints/sliced-model.ts';
import type { Candidate } from '../formats/candidate-format.ts';
import { success, type Result } from '../result.ts';
import { defaultBalance, joinCapacities, type Capacities } from '../scoring/balance.ts';
import { ranksAmong } from '../scoring/ranks-among.ts';
import type { ScoreSettings } from '../scoring/score-settings.ts';
import { loadLineReader, type LineReader } from '../search-space/candidate-check.ts';
import { indexOfChoices } from '../search-space/choices-at.ts';
import { choicesOfLayers, type LayerModels } from '../search-space/layer-models.ts';
import type { SearchSpace } from '../search-space/search-space.ts';
import { candidateOf } from '../search-space/space-candidate.ts';
import { nameOf } from '../search-space/space-walk.ts';
import { DROPPED } from '../search/best-choices.ts';
import type { Found } from '../search/exact-search.ts';
import type { Measure, MeasuredSpace } from '../search/measure-space.ts';
import type { MeasuredGroup } from '../search/measured-group.ts';
import type { ChosenCost } from './chosen-cost.ts';
import { acceptedFor, Refusal } from './refusal.ts';
import type { FoundEntry } from './space-models.ts';

/** Share of a score by which it may differ from the sum over its layers. */
const TOLERANCE = 1e-9;

/** Longest list of dropped layers that an id holds. */
const MAX_DROPPED = 60;

/** The sub-networks of a space by the layers that they keep, and their scores by the sums of these. */
export class SubNetworkModels {
  readonly #space: SearchSpace;
  readonly #sliced: SlicedModel;
  readonly #settings: ScoreSettings;
  readonly #cost: ChosenCost | null;
  readonly #read: LineReader;

  private constructor(
    space: SearchSpace,
    sliced: SlicedModel,
    settings: ScoreSettings,
    cost: ChosenCost | null,
    read: LineReader,
  ) {
    this.#space = space;
    this.#sliced = sliced;
    this.#settings = settings;
    this.#cost = cost;
    this.#read = read;
  }

  static async open(
    space: SearchSpace,
    sliced: SlicedModel,
    settings: ScoreSettings,
    cost: ChosenCost | null,
  ): Promise<SubNetworkModels> {
    return new SubNetworkModels(space, sliced, settings, cost, await loadLineReader());
  }

  /** Measures candidates by their cost alone: their scores follow from which layers they keep. */
  readonly measure = (candidates: readonly Candidate[]): Promise<Result<Measure>[]> =>
    Promise.resolve(
      candidates.map(({ architecture }) => {
        const cost = this.#costOf(architecture);
        return cost.ok ? success({ score: 0, cost: cost.value?.value ?? null }) : cost;
      }),
    );

  /** A group with the scores that its layers have each for itself. */
  groupOf(group: MeasuredGroup, models: LayerModels): MeasuredGroup {
    const equal = models.options.map((_, option) => this.#equalModel(models, option));
    const [first] = equal;
    const { blocks } = this.#whole;
    if (first === undefined) throw new RangeError('a group has at least one option');
    const layers = first.blocks.length;
    const nothing = { attention: 0, feedForward: 0, embedding: 0 };
    const base = this.#join(nothing, first);
    // What a score has of each option besides capacities, as parameters in a formula.
    const others = equal.map((own) => (this.#join(nothing, own) - base) / layers);
    const values = blocks.map((_, layer) =>
      equal.map(({ blocks: [block] }, option) => {
        const capacities = this.#sliced.ofLayer(layer, unitsOf(block));
        return this.#join(capacities, first) - base + (others[option] ?? NaN);
      }),
    );
    return { ...group, layers, own: { start: this.#join(this.#sliced.outside, first), values } };
  }

  /** Whether a model that was found meets all constraints, to the last digit. */
  readonly isAdmitted = (found: Found, space: MeasuredSpace): boolean => {
    const { architecture } = this.#candidateOf(found, space);
    return this.#space.constraints.every(({ holds }) => {
      const held = holds(architecture);
      return held.ok && held.value;
    });
  };

  /** What was found, the best first. */
  describe(found: readonly Found[], space: MeasuredSpace): FoundEntry[] {
    const scored = found.map((own) => {
      const { architecture, id, record } = this.#candidateOf(own, space);
      const kept = keptLayers(own, architecture);
      const capacity = this.#capacityOf(kept);
      const score = this.#join(capacity, architecture);
      if (Math.abs(score - own.score) > TOLERANCE * Math.abs(own.score)) {
        throw new Error(`a candidate scores ${score}, not ${own.score} as its layers`);
      }
      return { id, record: record ?? '', architecture, capacity, score };
    });
    const scores = scored.map(({ score }) => score);
    const ranks = ranksAmong(scores, scores);
    return scored.map(({ id, record, architecture, capacity, score }, index) => {
      const cost = this.#costOf(architecture);
      const parameters = countParameters(inventory(architecture, this.#settings.initialization));
      const rank = ranks[index] ?? index + 1;
      const entry = { rank, id, score, capacity, parameters, arrangements: '1', record };
      return cost.ok && cost.value !== null ? { ...entry, cost: cost.value } : entry;
    });
  }

  get #whole(): Architecture {
    const { subNetworksOf } = this.#space;
    if (subNetworksOf === undefined) throw new RangeError('the space is of no checkpoint');
    return subNetworksOf.architecture;
  }

  #equalModel(models: LayerModels, option: number): Architecture {
    const layers = Array.from({ length: models.layers }, () => option);
    return this.#readLine(candidateOf(this.#space, choicesOfLayers(models, layers), 'e').line)
      .architecture;
  }

  #candidateOf({ group, counts }: Found, { models }: MeasuredSpace): Candidate {
    const own = models[group];
    if (own === undefined) throw new RangeError(`the space has no group ${group}`);
    const layers = counts.flatMap((option, index) =>
      option === DROPPED ? [] : [{ option, index }],
    );
    const options = layers.map(({ option }) => option).slice(0, own.layers);
    const choices = choicesOfLayers(own, options);
    const dropped = [...counts.keys()].filter((index) => counts[index] === DROPPED);
    const name = `${nameOf(indexOfChoices(this.#space.axes, choices))}${describeDropped(dropped)}`;
    const spec = this.#space.build(choices);
    const { idPrefix } = this.#space;
    const numbered =
      dropped.length === 0
        ? spec
        : withNumbers(
            spec,
            layers.map(({ index }) => index),
          );
    const { line } = candidateOf({ build: () => numbered, idPrefix }, choices, name);
    return { ...this.#readLine(line), record: line };
  }

  #readLine(line: string): Candidate {
    const { candidate, reason } = this.#read(line);
    if (candidate === undefined) throw Refusal.of(`${this.#space.source}: ${reason}`);
    return candidate;
  }

  #capacityOf(kept: readonly (UnitCounts | null)[]): Capacities {
    const sums: Record<SubModule, number> = { ...this.#sliced.outside };
    for (const [layer, units] of kept.entries()) {
      if (units === null) continue;
      const own = this.#sliced.ofLayer(layer, units);
      for (const name of SUB_MODULES) sums[name] += own[name];
    }
    return sums;
  }

  #join(capacities: Capacities, architecture: Architecture): number {
    const { balance } = this.#settings;
    const own = balance ?? defaultBalance(architecture.family);
    return acceptedFor(joinCapacities(own, capacities, architecture), 'the score');
  }

  #costOf(architecture: Architecture): ReturnType<ChosenCost['count']> {
    if (this.#cost === null) return success(null);
    const { total } = countParameters(inventory(architecture, this.#settings.initialization));
    return this.#cost.count({ architecture, parameters: total });
  }
}

/** What every layer of the whole model keeps in a sub-network. */
function keptLayers({ counts }: Found, { blocks }: Architecture): (UnitCounts | null)[] {
  let next = 0;
  return counts.map((option) => {
    const block = option === DROPPED ? undefined : blocks[next++];
    return block === undefined ? null : unitsOf(block);
  });
}

/** A spec whose layers have the numbers that they have in the whole model. */
function withNumbers(spec: object, numbers: readonly number[]): object {
  const layers: unknown = 'layers' in spec ? spec.layers : [];
  const own: readonly unknown[] = Array.isArray(layers) ? layers : [];
  return {
    ...spec,
    layers: own.map((layer, place) =>
      typeof layer === 'object' ? { index: numbers[place], ...layer } : layer,
    ),
  };
}

/** The end of the id of a sub-network without some layers. */
function describeDropped(layers: readonly number[]): string {
  if (layers.length === 0) return '';
  const list = layers.join('-');
  return `-without-${list.length <= MAX_DROPPED ? list : createHash('sha256').update(list).digest('hex').slice(0, 32)}`;
}
