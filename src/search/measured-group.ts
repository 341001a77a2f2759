import { log10 } from '../elementary-functions.ts';
import type { Interval } from '../formula/interval.ts';

/** Models of a space that differ in the options of their layers alone, which all choose from the same. */
export interface MeasuredGroup {
  readonly layers: number;
  /** For each option the numbers of the model whose layers all have it. */
  readonly options: readonly MeasuredOption[];
  /**
   * The score by the value and the sums, where it is not the value: it rises with the value, the sums
   * being the same.
   */
  readonly join?: (value: number, sums: readonly number[]) => number;
  /** The score where it is a sum of what the layers of a whole model have each for itself. */
  readonly own?: OwnLayers;
}

/** The layers of a whole model of which those of a group keep some. */
export interface OwnLayers {
  /** What is not of a layer. */
  readonly start: number;
  /** What a layer adds: by the layer of the whole model, then by the option. */
  readonly values: readonly (readonly number[])[];
}

/** A model whose layers are equal. */
export interface MeasuredOption {
  /** A sum over layers: the score, or what the score rises with. */
  readonly value: number;
  /** Whole numbers that are sums over layers too: what constraints compare, and costs. */
  readonly sums: readonly number[];
}

/** The score of the models of a group by their value and sums. */
export function scoreOf(
  { join = (value) => value }: Pick<MeasuredGroup, 'join'>,
  { value, sums }: MeasuredOption,
): number {
  return join(value, sums);
}

/** The least and the greatest score of a group, without limits; where it is joined, of equal layers. */
export function reachOf(group: MeasuredGroup): Interval {
  const { options, layers, own } = group;
  const extreme = (values: readonly number[], sign: number): number =>
    values.reduce((most, value) => (sign * value > sign * most ? value : most), -sign * Infinity);
  const reach = (sign: number): number => {
    if (own === undefined)
      return extreme(
        options.map((option) => scoreOf(group, option)),
        sign,
      );
    const best = own.values.map((values) => extreme(values, sign));
    const kept = best.toSorted((a, b) => sign * (b - a)).slice(0, layers);
    return kept.reduce((sum, value) => sum + value, own.start);
  };
  return { low: reach(-1), high: reach(1) };
}

/** The values of a sum that are admitted, both ends included. */
export interface SumLimit {
  readonly least: number;
  readonly most: number;
}

/** Any value. */
export const NO_LIMIT: SumLimit = { least: -Infinity, most: Infinity };

/** What a search asks of all groups. */
export interface SearchTask {
  /** For each sum. */
  readonly limits: readonly SumLimit[];
  /** Of the score times its scale. */
  readonly scoreLimit: SumLimit;
  /** What values and scores are multiplied by to be whole numbers, see {@link scaleOf}. */
  readonly valueScale: number;
  readonly scoreScale: number;
}

/** The task of finding models of groups within limits. */
export function searchTask(
  groups: readonly MeasuredGroup[],
  limits: readonly SumLimit[],
  scoreLimit: SumLimit = NO_LIMIT,
): SearchTask {
  let value = 0;
  let score = 0;
  for (const group of groups) {
    const { options, own } = group;
    const { low, high } = own === undefined ? reachOf(group) : sizeOf(own);
    score = Math.max(score, Math.abs(low), Math.abs(high));
    value =
      own === undefined
        ? options.reduce((most, option) => Math.max(most, Math.abs(option.value)), value)
        : score;
  }
  const scoreScale = scaleOf(score, COMPARED_DIGITS);
  // A score that is given as a limit may be a unit off the sum of its layers.
  const least = Math.round(scoreLimit.least * scoreScale) - 1;
  const most = Math.round(scoreLimit.most * scoreScale) + 1;
  return { limits, scoreLimit: { least, most }, valueScale: scaleOf(value, DIGITS), scoreScale };
}

/** What no sum of layers with values of their own exceeds, whatever their signs. */
function sizeOf({ start, values }: OwnLayers): Interval {
  const size = values.reduce(
    (sum, own) => sum + own.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
    Math.abs(start),
  );
  return { low: -size, high: size };
}

/** Decimal digits of the largest value to which values are added up. */
const DIGITS = 15;

/**
 * Decimal digits of the largest score to which scores are compared: as many as in a ranking, and fewer
 * than values have, so that what the layers of a model are rounded by breaks no tie.
 */
const COMPARED_DIGITS = 12;

/**
 * The scale at which numbers are rounded to whole ones: a power of ten, so that decimal numbers that
 * are equal but for rounding stay equal; all stay below 2^50, and their sums below 2^53.
 */
function scaleOf(largest: number, digits: number): number {
  return largest === 0 ? 1 : Number(`1e${digits - Math.ceil(log10(largest))}`);
}
