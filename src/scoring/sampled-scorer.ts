import type { Architecture } from '../architecture/architecture.ts';
import { MatrixLists, type MatrixList } from '../architecture/matrix-lists.ts';
import type { ParameterCounts } from '../architecture/parameter-counts.ts';
import { SUB_MODULES, type SubModule, type WeightMatrix } from '../architecture/weight.ts';
import { parameterCount } from '../capacity/parameter-count.ts';
import { success, type Result } from '../result.ts';
import { ClosedForm } from './closed-form.ts';
import type { MatrixCapacities, OnProgress } from './matrix-capacities.ts';
import { joinSeeds, scoreArchitecture, type TotalScore } from './score-architecture.ts';
import { DEFAULT_SETTINGS, seedsOf, type ScoreSettings } from './score-settings.ts';
import { workInSlices } from '../event-loop-break.ts';

/** Capacities of the matrices of a part by sub-module, seed after seed; null where one has none. */
type PartCapacities = Readonly<Record<SubModule, readonly (readonly number[])[]>> | null;

/**
 * Sampled scores of many architectures: the sums that {@link scoreArchitecture} takes over the
 * inventory, in the same order and so equal to the last bit, but by parts that architectures
 * share. What is out of the ordinary is left to the inventory, which says what is wrong.
 */
export class SampledScorer {
  readonly #settings: ScoreSettings;
  readonly #capacities: MatrixCapacities;
  readonly #lists: MatrixLists;
  readonly #known = new WeakMap<MatrixList, PartCapacities>();
  /** Of parameters only, which are those of the inventory. */
  readonly #counter = new ClosedForm({ ...DEFAULT_SETTINGS, statistic: parameterCount });

  constructor(settings: ScoreSettings, capacities: MatrixCapacities) {
    this.#settings = settings;
    this.#capacities = capacities;
    this.#lists = new MatrixLists(() => settings.initialization);
  }

  /** The scores of architectures, in their order. */
  async score(
    architectures: readonly Architecture[],
    onProgress: OnProgress,
  ): Promise<Result<TotalScore>[]> {
    const counted = architectures.map((architecture) => this.#counter.score(architecture));
    const parameters = counted.map((count) => (count.ok ? count.value.parameters : null));
    const sum = parameters.reduce((total, own) => total + (own?.total ?? 0), 0);
    this.#capacities.startAhead(sum * this.#settings.seeds);
    const models = architectures.map((architecture) => this.#lists.of(architecture));
    const fresh = new Set<MatrixList>();
    for (const lists of models) {
      // Such a model has no score: its other matrices are not needed.
      if (lists.some((list) => list.some((one) => this.#capacities.findProblem(one) !== null))) {
        continue;
      }
      for (const list of lists) if (!this.#known.has(list)) fresh.add(list);
    }
    const matrices = new Set([...fresh].flat());
    await this.#capacities.measureAhead(matrices, onProgress);
    const values = new Map([...matrices].map((matrix) => [matrix, this.#capacitiesOf(matrix)]));
    for (const list of fresh) this.#known.set(list, this.#ofPart(list, values));
    const results: Result<TotalScore>[] = [];
    await workInSlices(models.entries(), ([index, lists]) => {
      const architecture = architectures[index];
      if (architecture !== undefined) {
        results.push(this.#total(architecture, lists, parameters[index] ?? null));
      }
    });
    return results;
  }

  /** The capacity under each seed; null where there is none under one of them. */
  #capacitiesOf(matrix: WeightMatrix): number[] | null {
    const values: number[] = [];
    for (const seed of seedsOf(this.#settings)) {
      const capacity = this.#capacities.of(matrix, seed);
      if (!capacity.ok || !Number.isFinite(capacity.value)) return null;
      values.push(capacity.value);
    }
    return values;
  }

  #ofPart(
    list: MatrixList,
    values: ReadonlyMap<WeightMatrix, readonly number[] | null>,
  ): PartCapacities {
    const part = emptyPart(this.#settings.seeds);
    for (const matrix of list) {
      const own = values.get(matrix);
      if (own === undefined || own === null) return null;
      for (const [seed, value] of own.entries()) part[matrix.subModule][seed]?.push(value);
    }
    return part;
  }

  #total(
    architecture: Architecture,
    lists: readonly MatrixList[],
    parameters: ParameterCounts | null,
  ): Result<TotalScore> {
    const parts = lists.map((list) => this.#known.get(list) ?? null);
    const perSeed = seedsOf(this.#settings).map((_, seed) => ({
      attention: sumOf('attention', seed, parts),
      feedForward: sumOf('feedForward', seed, parts),
      embedding: sumOf('embedding', seed, parts),
    }));
    const finite = perSeed.every((sums) =>
      SUB_MODULES.every((name) => Number.isFinite(sums[name])),
    );
    const joined = finite
      ? joinSeeds(perSeed, architecture.family, this.#settings, architecture)
      : null;
    if (joined?.ok === true && parameters !== null) {
      const { score, capacity, standardDeviation } = joined.value;
      const spread = standardDeviation === undefined ? {} : { standardDeviation };
      return success({ score, capacity, parameters, ...spread });
    }
    const result = scoreArchitecture(architecture, this.#settings, this.#capacities);
    if (!result.ok) return result;
    const { blocks, ...total } = result.value;
    return success(total);
  }
}

/** A part without matrices. */
function emptyPart(seeds: number): Record<SubModule, number[][]> {
  const none = (): number[][] => Array.from({ length: seeds }, () => []);
  return { attention: none(), feedForward: none(), embedding: none() };
}

/** The sum over the parts, matrix by matrix; NaN where a part has none. */
function sumOf(name: SubModule, seed: number, parts: readonly PartCapacities[]): number {
  let sum = 0;
  for (const part of parts) {
    if (part === null) return NaN;
    for (const capacity of part[name][seed] ?? []) sum += capacity;
  }
  return sum;
}
