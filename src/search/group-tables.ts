import { failure, success, type Result } from '../result.ts';
import { LayerKeys, type LayerSum } from './layer-keys.ts';
import { LayerTables } from './layer-tables.ts';
import type { MeasuredGroup, SearchTask } from './measured-group.ts';

/** The models of a group by their keys, which stand for their sums. */
export interface GroupTables {
  readonly tables: LayerTables;
  /** The sums of a key, in the order of the group's. */
  readonly sumsOf: (key: number) => readonly number[];
  /** The score, times its scale, of a key whose layers add up to a value. */
  readonly scoreOf: (key: number, value: number) => number;
  /** Whether a model of a key that has this value is within all limits. */
  readonly admits: (key: number, value: number) => boolean;
}

/**
 * The tables of a group: what a layer adds to a sum follows from the models of equal layers, as
 * `(sum of all layers o - sum of all layers 0) / layers`. A failure where they are too large.
 */
export function groupTables(
  { layers, options, join }: MeasuredGroup,
  { limits, scoreLimit, valueScale, scoreScale }: SearchTask,
): Result<GroupTables> {
  const [first] = options;
  if (first === undefined) throw new RangeError('a group has at least one option');
  const start = Math.round(first.value * valueScale);
  const each = options.map(({ value }) =>
    Math.round(((value - first.value) * valueScale) / layers),
  );
  const sums = limits.map(({ most }, index): LayerSum => {
    const base = first.sums[index] ?? NaN;
    return {
      start: base,
      each: options.map((own) => ((own.sums[index] ?? NaN) - base) / layers),
      most,
    };
  });
  // Below an upper limit of the score, the best of a key is not enough: its value becomes a part of it.
  const hasMost = scoreLimit.most < Infinity;
  const valued = hasMost ? [{ start: 0, each, most: Infinity }] : [];
  const keys = new LayerKeys([...sums, ...valued], options.length, layers);
  if (!keys.isExact) return failure('sums of layers that differ in too many ways');
  const built = LayerTables.of(
    each.map((value, index) => ({ key: keys.keys[index] ?? 0, value })),
    layers,
    keys.admits,
  );
  if (!built.ok) return built;
  const sumsOf = (key: number): readonly number[] => keys.sumsOf(key).slice(0, limits.length);
  const scoreOf = (key: number, value: number): number =>
    join === undefined
      ? start + value
      : Math.round(join((start + value) / valueScale, sumsOf(key)) * scoreScale);
  return success({
    tables: built.value,
    sumsOf,
    scoreOf,
    admits: (key, value) => {
      const totals = sumsOf(key);
      const isWithin = limits.every(({ least, most }, index) => {
        const total = totals[index] ?? NaN;
        return total >= least && total <= most;
      });
      if (!isWithin) return false;
      const score = scoreOf(key, value);
      return score >= scoreLimit.least && score <= scoreLimit.most;
    },
  });
}
