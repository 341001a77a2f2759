import type { Architecture } from '../architecture/architecture.ts';
import type { Family } from '../architecture/family.ts';
import { inventory } from '../architecture/inventory.ts';
import type { ListedModel } from '../architecture/listed-model.ts';
import { countParameters, type ParameterCounts } from '../architecture/parameter-counts.ts';
import { SUB_MODULES, type SubModule, type Weight } from '../architecture/weight.ts';
import { failure, success, type Result } from '../result.ts';
import { defaultBalance, joinCapacities, type Capacities } from './balance.ts';
import { MatrixCapacities, type CapacitySource } from './matrix-capacities.ts';
import { seedsOf, type ScoreSettings } from './score-settings.ts';

/** Capacity and parameters of one block. */
export interface BlockScore {
  /** Index of the block, from 0. */
  readonly block: number;
  readonly capacity: { readonly attention: number; readonly feedForward: number };
  readonly parameters: ParameterCounts;
}

/** The score of an architecture and its parts; means where there are several seeds. */
export interface TotalScore {
  readonly score: number;
  readonly capacity: Capacities;
  readonly parameters: ParameterCounts;
  /** Over the seeds (over k - 1), where there are several. */
  readonly standardDeviation?: { readonly score: number; readonly capacity: Capacities };
}

/** The score of an architecture, and what each of its blocks has to do with it. */
export interface ArchitectureScore extends TotalScore {
  readonly blocks: readonly BlockScore[];
}

/** Sums over the matrices of one seed: of each sub-module, and of its part in each block. */
interface SeedCapacities {
  readonly total: Record<SubModule, number>;
  readonly blocks: Record<SubModule, number>[];
}

/**
 * Scores an architecture: inventory, capacity of every matrix, sums per sub-module, balance.
 *
 * @param capacities where the capacities of its matrices come from; to be shared by architectures
 *   that are scored with the same settings
 * @returns the score; or why there is none: the statistic has no closed form, a capacity or the
 *   score is not a finite number
 */
export function scoreArchitecture(
  architecture: Architecture,
  settings: ScoreSettings,
  capacities: CapacitySource = new MatrixCapacities(settings),
): Result<ArchitectureScore> {
  const { family, blocks } = architecture;
  if (settings.mode === 'weights') {
    return failure('no checkpoint, so it has no weights to measure; add --mode sampled');
  }
  const weights = inventory(architecture, settings.initialization);
  const listed = { family, blockCount: blocks.length, weights };
  return scoreListed(listed, settings, capacities, architecture);
}

/**
 * Scores a model by its weights, as {@link scoreArchitecture} does.
 *
 * @param capacities where the capacities of its matrices come from
 * @param architecture whose weights these are; absent where weights alone are known
 */
export function scoreListed(
  { family, blockCount, weights }: ListedModel,
  settings: ScoreSettings,
  capacities: CapacitySource,
  architecture?: Architecture,
): Result<ArchitectureScore> {
  const perSeed: SeedCapacities[] = [];
  for (const seed of seedsOf(settings)) {
    const sums = sumCapacities(weights, blockCount, seed, capacities);
    if (!sums.ok) return sums;
    perSeed.push(sums.value);
  }
  const joined = joinSeeds(
    perSeed.map(({ total }) => total),
    family,
    settings,
    architecture,
  );
  if (!joined.ok) return joined;
  const of = (pick: (sums: SeedCapacities) => number): number => mean(perSeed.map(pick));
  return success({
    ...joined.value,
    parameters: countParameters(weights),
    blocks: groupByBlock(weights, blockCount).map((own, block) => ({
      block,
      capacity: {
        attention: of(({ blocks }) => blocks[block]?.attention ?? 0),
        feedForward: of(({ blocks }) => blocks[block]?.feedForward ?? 0),
      },
      parameters: countParameters(own),
    })),
  });
}

/**
 * The score from the capacities of every seed: that of each, and their mean and spread.
 *
 * @param perSeed at least one
 * @param architecture absent where weights alone are known
 * @returns the score; or why a seed has none
 */
export function joinSeeds(
  perSeed: readonly Capacities[],
  family: Family,
  settings: ScoreSettings,
  architecture?: Architecture,
): Result<Omit<TotalScore, 'parameters'>> {
  const balance = settings.balance ?? defaultBalance(family);
  const scores: number[] = [];
  for (const capacities of perSeed) {
    const score = joinCapacities(balance, capacities, architecture);
    if (!score.ok) return score;
    scores.push(score.value);
  }
  const each = (name: SubModule): number[] => perSeed.map((capacities) => capacities[name]);
  return success({
    score: mean(scores),
    capacity: bySubModule((name) => mean(each(name))),
    ...(settings.seeds > 1 && {
      standardDeviation: {
        score: standardDeviation(scores),
        capacity: bySubModule((name) => standardDeviation(each(name))),
      },
    }),
  });
}

function sumCapacities(
  weights: readonly Weight[],
  blockCount: number,
  seed: number,
  capacities: CapacitySource,
): Result<SeedCapacities> {
  const zeros = (): Record<SubModule, number> => bySubModule(() => 0);
  const total = zeros();
  const blocks = Array.from({ length: blockCount }, zeros);
  for (const weight of weights) {
    const problem = weight.counts === 'capacity' ? capacities.findProblem?.(weight) : null;
    if (typeof problem === 'string') return failure(`${weight.path}: ${problem}`);
  }
  for (const weight of weights) {
    if (weight.counts !== 'capacity') continue;
    const capacity = capacities.of(weight, seed);
    if (!capacity.ok) return failure(`${weight.path}: ${capacity.reason}`);
    total[weight.subModule] += capacity.value;
    const block = weight.block === null ? undefined : blocks[weight.block];
    if (block !== undefined) block[weight.subModule] += capacity.value;
  }
  for (const name of SUB_MODULES) {
    if (![total, ...blocks].every((sums) => Number.isFinite(sums[name]))) {
      return failure(`the capacities of ${name} add up to no finite number`);
    }
  }
  return success({ total, blocks });
}

function groupByBlock(weights: readonly Weight[], blockCount: number): Weight[][] {
  const groups = Array.from({ length: blockCount }, (): Weight[] => []);
  for (const weight of weights) {
    if (weight.block !== null) groups[weight.block]?.push(weight);
  }
  return groups;
}

function bySubModule(value: (name: SubModule) => number): Record<SubModule, number> {
  const [attention, feedForward, embedding] = SUB_MODULES;
  return {
    attention: value(attention),
    feedForward: value(feedForward),
    embedding: value(embedding),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function standardDeviation(values: readonly number[]): number {
  const center = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - center) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
