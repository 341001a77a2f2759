import type { Architecture } from '../architecture/architecture.ts';
import { log10 } from '../elementary-functions.ts';
import { failure, success, type Result } from '../result.ts';
import type { Constraint } from '../search-space/constraint.ts';
import { isNear, sumInTurn } from './layers-in-turn.ts';
import { isOfWidestLayer, isSumOverLayers } from '../search-space/quantities.ts';

/** A sum over layers that is at most 0 where a constraint is met. */
export interface ConstraintSum {
  /** Its value for the model of equal layers of each option. */
  readonly values: readonly number[];
  /** Whether values near 0 have to be looked at again, since they are rounded. */
  readonly isRounded: boolean;
}

/** Decimal digits of the largest value to which a sum is known that no denominator makes whole. */
const DIGITS = 9;

/** How many sums a constraint has: `==` is met from both sides. */
export function sumsOf({ comparison }: Constraint): number {
  return comparison === '==' ? 2 : 1;
}

/**
 * A constraint as sums over the layers of some models, by their models of equal layers, see
 * {@link sumsOf} for how many; a failure where it is none. It is one where
 * - all models have the same of what it names;
 * - it compares sums over layers, each times a constant;
 * - it limits the largest of something over the layers: then the layers that are beyond are counted,
 *   or those that reach it.
 *
 * @param models of equal layers, one for each option
 * @param mixed the model whose layers have these in turn, which has to have the same sums; there may
 *   be none
 */
export function constraintSums(
  constraint: Constraint,
  models: readonly Architecture[],
  layers: number,
  mixed?: Architecture,
): Result<ConstraintSum[]> {
  const { text, quantities, valuesOf, comparison, difference, isAffineIn, holds } = constraint;
  const values = models.map(valuesOf);
  const varying = quantities.filter((name) =>
    values.some((own) => own[name] !== values[0]?.[name]),
  );
  const verdicts = models.map(holds);
  const failed = verdicts.find((verdict) => !verdict.ok);
  if (failed?.ok === false) return failed;
  const isMet = verdicts.map((verdict) => verdict.ok && verdict.value);
  const counted = (ifMet: number, ifNot: number): Result<ConstraintSum[]> => {
    const own = { values: isMet.map((met) => (met ? ifMet : ifNot)), isRounded: false };
    return success(Array.from({ length: sumsOf(constraint) }, () => own));
  };
  if (varying.length === 0) return counted(0, 1);
  if (varying.every(isSumOverLayers) && isAffineIn(varying)) {
    const differences = models.map(difference);
    if (mixed === undefined || isNear(difference(mixed), sumInTurn(differences, layers))) {
      return success(sumsOfDifference(differences, comparison, layers));
    }
    return failure(`"${text}" depends on the order of the layers`);
  }
  const [name] = varying;
  if (quantities.length === 1 && name !== undefined && isOfWidestLayer(name)) {
    const met = values.filter((_, index) => isMet[index]).map((own) => own[name]);
    const missed = values.filter((_, index) => !isMet[index]).map((own) => own[name]);
    const largest = (list: readonly number[]): number =>
      list.reduce((a, b) => Math.max(a, b), -Infinity);
    const least = (list: readonly number[]): number =>
      list.reduce((a, b) => Math.min(a, b), Infinity);
    if (largest(met) < least(missed)) return counted(0, layers);
    if (largest(missed) < least(met)) return counted(1 - layers, 1);
  }
  return failure(`"${text}" compares no sum over layers: ${varying.join(', ')}`);
}

/** The sums that are at most 0 where a difference compares with 0 as a sign has it. */
function sumsOfDifference(
  differences: readonly number[],
  comparison: Constraint['comparison'],
  layers: number,
): ConstraintSum[] {
  const { values, isRounded } = wholeSum(differences, layers);
  // What a strict comparison asks for, and what rounding leaves open.
  const isStrict = comparison === '<' || comparison === '>';
  const shift = isRounded ? -(layers + 1) : Number(isStrict);
  const side = (sign: number): ConstraintSum => ({
    isRounded,
    values: values.map((own) => sign * own + shift),
  });
  return [
    ...(comparison.startsWith('>') ? [] : [side(1)]),
    ...(comparison.startsWith('<') ? [] : [side(-1)]),
  ];
}

function wholeSum(values: readonly number[], layers: number): ConstraintSum {
  const { sums, isRounded } = wholeSums([{ values, layers }]);
  return { values: sums[0] ?? [], isRounded };
}

/**
 * A sum over layers in whole numbers of one unit: the values of models of equal layers as they are, or
 * times the least common denominator of what a layer adds; or else as multiples of the last of some
 * digits.
 *
 * @param groups of models that differ in their layers alone: the value of each
 */
export function wholeSums(
  groups: readonly { readonly values: readonly number[]; readonly layers: number }[],
): { readonly sums: readonly (readonly number[])[]; readonly isRounded: boolean } {
  const added = groups.map(({ values, layers }) => {
    const [base = 0] = values;
    return { base, layers, steps: values.map((own) => (own - base) / layers) };
  });
  const sums = groups.map(({ values }) => values);
  const all = added.flatMap(({ base, steps }) => [base, ...steps]);
  if ([...sums.flat(), ...all].every(Number.isSafeInteger)) return { sums, isRounded: false };
  const largest = sums.flat().reduce((most, own) => Math.max(most, Math.abs(own)), 1);
  const unit = commonUnit(all) ?? Number(`1e${Math.ceil(log10(largest)) - DIGITS}`);
  const rounded = added.map(({ base, layers, steps }) => {
    const start = Math.round(base / unit);
    return steps.map((step) => start + layers * Math.round(step / unit));
  });
  return { sums: rounded, isRounded: true };
}

/**
 * The denominators that are tried: those of fractions, and those of milliseconds that are whole numbers
 * of nanoseconds. And how near to whole their multiples have to be.
 */
const DENOMINATORS = [...Array.from({ length: 1000 }, (_, index) => index + 1), 1e4, 1e5, 1e6];
const NEARNESS = 1e-6;

/** One over the least number whose products with some values are whole but for rounding; if any is. */
function commonUnit(values: readonly number[]): number | undefined {
  for (const denominator of DENOMINATORS) {
    const isCommon = values.every((value) => {
      const product = value * denominator;
      return Math.abs(product - Math.round(product)) <= NEARNESS;
    });
    if (isCommon) return 1 / denominator;
  }
  return undefined;
}
