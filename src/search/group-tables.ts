import { failure, success, type Result } from '../result.ts';
import { bestChoices } from './best-choices.ts';
import { bestMultisets } from './best-multisets.ts';
import { ChoiceTables } from './choice-tables.ts';
import type { Judge } from './judge.ts';
import { LayerKeys, type LayerSum } from './layer-keys.ts';
import { LayerTables } from './layer-tables.ts';
import type { MeasuredGroup, OwnLayers, SearchTask } from './measured-group.ts';
import type { SumList } from './sum-list.ts';

/** A model of a group. */
export interface GroupModel {
  /**
   * How many layers have each option, whatever their order; of layers with values of their own, the
   * option of each, `DROPPED` where it is not kept.
   */
  readonly counts: readonly number[];
  readonly key: number;
  /** Times its scale. */
  readonly score: number;
}

/** The models of a group by their keys, which stand for their sums. */
export interface GroupTables extends Judge {
  /** The keys of models, with the best value of each. */
  readonly whole: SumList;
  /**
   * The models within the limits, the highest score first; of equal scores the first in the order of the
   * space.
   *
   * @param isAsked leaves out keys besides those that are beyond a limit
   */
  readonly models: (isAsked?: (key: number) => boolean) => Generator<GroupModel, void, void>;
  /** The sums of a key, in the order of the group's. */
  readonly sumsOf: (key: number) => readonly number[];
}

/**
 * The tables of a group: what a layer adds to a sum follows from the models of equal layers, as
 * `(sum of all layers o - sum of all layers 0) / layers`. A failure where they are too large.
 */
export function groupTables(
  { layers, options, join, own }: MeasuredGroup,
  { limits, scoreLimit, valueScale, scoreScale }: SearchTask,
): Result<GroupTables> {
  const [first] = options;
  if (first === undefined) throw new RangeError('a group has at least one option');
  const start = Math.round((own?.start ?? first.value) * valueScale);
  const each = options.map(({ value }) =>
    Math.round(((value - first.value) * valueScale) / layers),
  );
  const sums = limits.map(({ most }, index): LayerSum => {
    const base = first.sums[index] ?? NaN;
    return {
      start: base,
      each: options.map(({ sums }) => ((sums[index] ?? NaN) - base) / layers),
      most,
    };
  });
  // Below an upper limit of the score, the best of a key is not enough: its value becomes a part of it.
  const hasMost = scoreLimit.most < Infinity;
  if (hasMost && own !== undefined) {
    return failure('layers that score differently, so that there is no upper limit of the score');
  }
  // Without its last digit, in which values that are equal may differ by rounding.
  const valued = hasMost
    ? [{ start: 0, each: each.map((own) => Math.round(own / 10)), most: Infinity }]
    : [];
  const keys = new LayerKeys([...sums, ...valued], options.length, layers);
  if (!keys.isExact) return failure('sums of layers that differ in too many ways');
  const sumsOf = (key: number): readonly number[] => keys.sumsOf(key).slice(0, limits.length);
  const scoreOf = (key: number, value: number): number => {
    const sum = (start + value) / valueScale;
    return Math.round((join === undefined ? sum : join(sum, sumsOf(key))) * scoreScale);
  };
  const admits = (key: number, value: number): boolean => {
    const totals = sumsOf(key);
    const isWithin = limits.every(({ least, most }, index) => {
      const total = totals[index] ?? NaN;
      return total >= least && total <= most;
    });
    if (!isWithin) return false;
    const score = scoreOf(key, value);
    return score >= scoreLimit.least && score <= scoreLimit.most;
  };
  const judge = { sumsOf, scoreOf, admits };
  if (own !== undefined) {
    const values = scaledValues(own, valueScale);
    const tables = ChoiceTables.of({ keys: keys.keys, values, kept: layers }, keys.admits);
    if (!tables.ok) return tables;
    const { value } = tables;
    return success({
      ...judge,
      whole: value.whole,
      models: function* (isAsked) {
        for (const { options: counts, key, score } of bestChoices(value, judge, isAsked)) {
          yield { counts, key, score };
        }
      },
    });
  }
  const tables = LayerTables.of(
    each.map((value, index) => ({ key: keys.keys[index] ?? 0, value })),
    layers,
    keys.admits,
  );
  if (!tables.ok) return tables;
  const { value } = tables;
  return success({
    ...judge,
    whole: value.whole,
    models: (isAsked) => bestMultisets(value, judge, isAsked),
  });
}

function scaledValues({ values }: OwnLayers, scale: number): number[][] {
  return values.map((own) => own.map((value) => Math.round(value * scale)));
}
