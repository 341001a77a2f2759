import type { Architecture } from '../architecture/architecture.ts';
import type { Candidate } from '../formats/candidate-format.ts';
import type { Interval } from '../formula/interval.ts';
import { failure, success, type Result } from '../result.ts';
import { PLAIN_SUM, type ScoreTerms } from '../scoring/score-terms.ts';
import { loadLineReader, type LineReader } from '../search-space/candidate-check.ts';
import { choicesOfLayers, layerModels, type LayerModels } from '../search-space/layer-models.ts';
import type { QuantityName } from '../search-space/quantities.ts';
import type { SearchSpace } from '../search-space/search-space.ts';
import { candidateOf } from '../search-space/space-candidate.ts';
import { constraintSums, sumsOf, wholeSums } from './constraint-sums.ts';
import { isNear, sumInTurn } from './layers-in-turn.ts';
import { scoreParts, type ScoreParts } from './score-parts.ts';
import {
  NO_LIMIT,
  scoreOf,
  type MeasuredGroup,
  type MeasuredOption,
  type SumLimit,
} from './measured-group.ts';

/** Most models of equal layers that are measured: some half a minute of work. */
export const MAX_MEASURED = 2 ** 20;

/** The numbers of a model: its score, of which the highest is the best, and its cost if one counts. */
export interface Measure {
  readonly score: number;
  readonly cost: number | null;
}

/** Measures candidates, in their order. */
export type MeasureAll = (candidates: readonly Candidate[]) => Promise<Result<Measure>[]>;

/** A space as an exact search sees it. */
export interface MeasuredSpace {
  readonly groups: readonly MeasuredGroup[];
  /** Beside each group the models it consists of. */
  readonly models: readonly LayerModels[];
  /** For each sum of the groups: those of the constraints, the cost, others of the score. */
  readonly limits: readonly SumLimit[];
  /** The place of the cost among the sums; null where there is none. */
  readonly costSum: number | null;
  /** Whether a model within the limits may still fail a constraint. */
  readonly isRounded: boolean;
  /** How many models were measured. */
  readonly measured: number;
  /** The least and the greatest of what the constraints name, over the models of equal layers. */
  readonly ranges: ReadonlyMap<QuantityName, Interval>;
}

/** What a search measures of the models of a space. */
export interface SearchMeasures {
  readonly measure: MeasureAll;
  /** Whether a cost is one of the sums. */
  readonly hasCost: boolean;
  /** How the score follows from sums over layers; null where it is one itself. */
  readonly termsOf: ((architecture: Architecture) => ScoreTerms) | null;
}

/**
 * The sums over layers of a space, from its models of equal layers: one for each option of a layer, in
 * each combination of what is chosen once. A failure where the score, a constraint or the cost is no
 * such sum: one model of unequal layers in each group is a test of it.
 */
export async function measureSpace(
  space: SearchSpace,
  measures: SearchMeasures,
  onProgress: (measured: number) => Promise<void>,
): Promise<Result<MeasuredSpace>> {
  const { constraints } = space;
  const read = await loadLineReader();
  const ranges = new Map<QuantityName, Interval>();
  const groups: MeasuredGroup[] = [];
  const kept: LayerModels[] = [];
  let isRounded = false;
  let measured = 0;
  for (const own of layerModels(space)) {
    measured += own.options.length + 1;
    if (measured > MAX_MEASURED) {
      return failure(
        `it has more than ${MAX_MEASURED.toLocaleString('en-US')} models of equal layers to look at`,
      );
    }
    await onProgress(measured);
    const { models, equal, mixed } = readModels(space, own, read);
    if (equal.length === 0) continue;
    const group = await measureGroup(equal, mixed, models.layers, space, measures);
    if (!group.ok) return group;
    for (const { architecture } of equal) {
      for (const { quantities, valuesOf } of constraints) {
        widen(ranges, valuesOf(architecture), quantities);
      }
    }
    groups.push(group.value);
    kept.push(models);
    isRounded ||= group.value.isRounded;
  }
  const limits = constraints.flatMap((constraint) =>
    Array.from({ length: sumsOf(constraint) }, (): SumLimit => ({ least: -Infinity, most: 0 })),
  );
  const others = (groups[0]?.options[0]?.sums.length ?? limits.length) - limits.length;
  return success({
    groups: measures.hasCost ? withWholeCosts(groups, limits.length) : groups,
    models: kept,
    limits: [...limits, ...Array.from({ length: others }, () => NO_LIMIT)],
    costSum: measures.hasCost ? limits.length : null,
    isRounded,
    measured,
    ranges,
  });
}

/** The valid models of equal layers of a group, and one whose layers take turns where they can. */
function readModels(
  space: SearchSpace,
  own: LayerModels,
  read: LineReader,
): { models: LayerModels; equal: Candidate[]; mixed: Candidate | undefined } {
  const candidateOfLayers = (models: LayerModels, optionOf: (layer: number) => number) => {
    const layers = Array.from({ length: models.layers }, (_, layer) => optionOf(layer));
    return read(candidateOf(space, choicesOfLayers(models, layers), 'e').line).candidate;
  };
  const options: LayerModels['options'][number][] = [];
  const equal: Candidate[] = [];
  for (const [index, option] of own.options.entries()) {
    const candidate = candidateOfLayers(own, () => index);
    if (candidate === undefined) continue;
    options.push(option);
    equal.push(candidate);
  }
  const models = { ...own, options };
  const isMixed = own.layers > 1 && options.length > 1;
  const mixed = isMixed ? candidateOfLayers(models, (layer) => layer % options.length) : undefined;
  return { models, equal, mixed };
}

async function measureGroup(
  equal: readonly Candidate[],
  mixed: Candidate | undefined,
  layers: number,
  { constraints }: SearchSpace,
  { measure, hasCost, termsOf }: SearchMeasures,
): Promise<Result<MeasuredGroup & { readonly isRounded: boolean }>> {
  const architectures = equal.map(({ architecture }) => architecture);
  const [like] = architectures;
  if (architectures.some(({ blocks }) => blocks[0].hiddenSize !== like?.blocks[0].hiddenSize)) {
    return failure('its layers differ in their hidden size, and so have projections between them');
  }
  const found: Measure[] = [];
  for (const result of await measure(mixed === undefined ? equal : [...equal, mixed])) {
    if (!result.ok) return failure(`a candidate has no score: ${result.reason}`);
    found.push(result.value);
  }
  const sums: (readonly number[])[] = [];
  let isRounded = false;
  for (const constraint of constraints) {
    const compared = constraintSums(constraint, architectures, layers, mixed?.architecture);
    if (!compared.ok) return compared;
    for (const sum of compared.value) {
      sums.push(sum.values);
      isRounded ||= sum.isRounded;
    }
  }
  if (hasCost) {
    const costs = found.slice(0, equal.length).map(({ cost }) => cost ?? NaN);
    const ofMixed = found[equal.length]?.cost ?? null;
    if (ofMixed !== null && !isNear(ofMixed, sumInTurn(costs, layers))) {
      return failure('the cost depends on the order of the layers');
    }
    sums.push(costs);
  }
  const scores = found.slice(0, equal.length).map(({ score }) => score);
  const parts =
    termsOf === null || like === undefined || termsOf(like).form === PLAIN_SUM
      ? success<ScoreParts>({ values: scores, sums: [] })
      : scoreParts(architectures.map(termsOf), layers);
  if (!parts.ok) return parts;
  const { values, sums: others, join } = parts.value;
  const before = sums.length;
  const all = [...sums, ...others];
  const group: MeasuredGroup = {
    layers,
    options: values.map((value, index) => ({ value, sums: all.map((list) => list[index] ?? NaN) })),
    ...(join !== undefined && { join: (value, own) => join(value, own.slice(before)) }),
  };
  return deviates(group, found[equal.length])
    ? failure('the score follows from no sum over layers')
    : success({ ...group, isRounded });
}

/** Whether a model whose layers take turns scores otherwise than the sums over its layers have it. */
function deviates(group: MeasuredGroup, mixed: Measure | undefined): boolean {
  if (mixed === undefined) return false;
  const { layers, options } = group;
  const inTurn = (of: (option: MeasuredOption) => number): number =>
    sumInTurn(options.map(of), layers);
  const sums = options[0]?.sums.map((_, index) => inTurn((own) => own.sums[index] ?? NaN)) ?? [];
  return !isNear(mixed.score, scoreOf(group, { value: inTurn(({ value }) => value), sums }));
}

/** The groups with costs as whole numbers of one unit, which all of them are compared by. */
function withWholeCosts(groups: readonly MeasuredGroup[], place: number): MeasuredGroup[] {
  const costsOf = ({ options }: MeasuredGroup): number[] =>
    options.map(({ sums }) => sums[place] ?? NaN);
  const { sums } = wholeSums(groups.map((own) => ({ values: costsOf(own), layers: own.layers })));
  return groups.map((group, number) => ({
    ...group,
    options: group.options.map(({ value, sums: own }, option) => ({
      value,
      sums: own.with(place, sums[number]?.[option] ?? NaN),
    })),
  }));
}

/** Widens ranges to hold the quantities of a model. */
function widen(
  ranges: Map<QuantityName, Interval>,
  quantities: Readonly<Record<QuantityName, number>>,
  named: readonly QuantityName[],
): void {
  for (const name of named) {
    const value = quantities[name];
    const { low, high } = ranges.get(name) ?? { low: value, high: value };
    ranges.set(name, { low: Math.min(low, value), high: Math.max(high, value) });
  }
}
