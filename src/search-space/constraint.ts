import type { Architecture } from '../architecture/architecture.ts';
import { compileFormula } from '../formula/compile-formula.ts';
import type { Formula } from '../formula/formula.ts';
import type { Interval } from '../formula/interval.ts';
import { failure, success, type Result } from '../result.ts';
import {
  CONSTRAINT_NAMES,
  DEFAULT_QUANTITIES,
  findQuantityProblem,
  isBoundByEqualLayers,
  isOfWidestLayer,
  quantitiesOf,
  type QuantityName,
  type QuantitySettings,
} from './quantities.ts';

/** The ways to compare the two sides of a constraint. */
const COMPARISONS = {
  '<=': (a, b) => a <= b,
  '>=': (a, b) => a >= b,
  '==': (a, b) => a === b,
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
} as const satisfies Record<string, (a: number, b: number) => boolean>;

/** A sign between the two sides of a constraint. */
export type Comparison = keyof typeof COMPARISONS;

function isComparison(sign: string): sign is Comparison {
  return Object.hasOwn(COMPARISONS, sign);
}

/** Every sign of a comparison that a user may write, the longer ones first. */
const SIGN = /<=|>=|==|!=|<|>|=|≤|≥/g;

/** A number with a unit after it: 15M is 15e6; B and G are billions, of parameters and bytes. */
const WITH_UNIT = /(?<![\w.])(\d+\.?\d*|\.\d+)([kmbg])(?!\w)/gi;

const EXPONENTS: Readonly<Record<string, string>> = { k: 'e3', m: 'e6', b: 'e9', g: 'e9' };

/** A condition that candidates have to fulfil, such as `params <= 15M`. */
export interface Constraint {
  /** As it was written. */
  readonly text: string;
  /** The quantities that it names. */
  readonly quantities: readonly QuantityName[];
  /** These of an architecture; NaN for those that it has not. */
  readonly valuesOf: (architecture: Architecture) => Readonly<Record<QuantityName, number>>;
  /** Whether an architecture fulfils it; a reason where a side of it is no finite number. */
  readonly holds: (architecture: Architecture) => Result<boolean>;
  /** The sign between its sides. */
  readonly comparison: Comparison;
  /** Its left side less its right side. */
  readonly difference: (architecture: Architecture) => number;
  /** Whether that is affine in some of its quantities, all others held constant. */
  readonly isAffineIn: (names: readonly QuantityName[]) => boolean;
  /** What a search for a proof that none fulfils it needs; null where there can be no proof. */
  readonly bounds: ConstraintBounds | null;
  /**
   * The bounds of its two sides where no candidate fulfils it whose quantities lie in ranges; null
   * where one may.
   */
  readonly refutedBy: (
    rangeOf: (name: QuantityName) => Interval,
  ) => { readonly left: Interval; readonly right: Interval } | null;
}

/** Whether a comparison holds for no number of the one interval and no number of the other. */
const IMPOSSIBLE: ReadonlyMap<string, (a: Interval, b: Interval) => boolean> = new Map([
  ['<=', (a: Interval, b: Interval) => a.low > b.high],
  ['>=', (a: Interval, b: Interval) => a.high < b.low],
  ['==', (a: Interval, b: Interval) => a.low > b.high || a.high < b.low],
  ['<', (a: Interval, b: Interval) => a.low >= b.high],
  ['>', (a: Interval, b: Interval) => a.high <= b.low],
]);

/**
 * A constraint that is linear in quantities which are sums over layers, or in one that is a maximum
 * over layers. Of all models that differ in their layers, the extremes are then among those whose
 * layers are equal.
 */
export interface ConstraintBounds {
  /** The quantity that is a maximum over layers; empty where there is none. */
  readonly widest: QuantityName | '';
  /**
   * By how much an architecture violates each side of it, less what rounding explains: above 0 it
   * does.
   */
  readonly excesses: readonly ((architecture: Architecture) => number)[];
}

/**
 * The constraint in a text: two formulas (see {@link compileFormula}) over the quantities of an
 * architecture, with one of `<= >= < > ==` between them. `k`, `M` and `B` or `G` after a number mean
 * thousands, millions and billions.
 *
 * @param settings what its quantities depend on
 * @returns the constraint, or what is wrong with the text and what was expected
 */
export function compileConstraint(
  text: string,
  settings: QuantitySettings = DEFAULT_QUANTITIES,
): Result<Constraint> {
  const signs = [...text.matchAll(SIGN)];
  const [sign] = signs;
  const comparison = sign?.[0] ?? '';
  if (sign === undefined || !isComparison(comparison) || signs.length > 1) {
    return failure(
      `expected two formulas with one of ${Object.keys(COMPARISONS).join(' ')} between them, as params <= 15M, over ${CONSTRAINT_NAMES.join(', ')}`,
    );
  }
  const left = sideOf(text.slice(0, sign.index));
  if (!left.ok) return failure(`left of ${comparison}: ${left.reason}`);
  const right = sideOf(text.slice(sign.index + comparison.length));
  if (!right.ok) return failure(`right of ${comparison}: ${right.reason}`);
  const sides = [left.value, right.value] as const;
  const quantities = CONSTRAINT_NAMES.filter((name) =>
    sides.some(({ variables }) => variables.includes(name)),
  );
  if (quantities.includes('latency_ms') && settings.latencyOf === undefined) {
    return failure(
      'latency_ms needs measured times: add --latency-table with a file that zerolm latency --table has written',
    );
  }
  const valuesOf = (architecture: Architecture): Record<QuantityName, number> =>
    quantitiesOf(architecture, quantities, settings);
  return success({
    text,
    quantities,
    valuesOf,
    comparison,
    difference: (architecture) => {
      const values = valuesOf(architecture);
      return left.value.evaluate(values) - right.value.evaluate(values);
    },
    isAffineIn: (names) => sides.every((side) => side.affineIn(names)),
    bounds: boundsOf(comparison, sides, quantities, valuesOf),
    refutedBy: (rangeOf) => {
      const [a, b] = [left.value.boundsOver(rangeOf), right.value.boundsOver(rangeOf)];
      const isImpossible = a !== null && b !== null && IMPOSSIBLE.get(comparison)?.(a, b) === true;
      return isImpossible ? { left: a, right: b } : null;
    },
    holds: (architecture) => {
      const values = valuesOf(architecture);
      const [a, b] = sides.map((side) => side.evaluate(values));
      if (a === undefined || b === undefined || !Number.isFinite(a) || !Number.isFinite(b)) {
        const problem = findQuantityProblem(architecture, quantities, settings);
        if (problem !== null) return failure(`the constraint "${text}": ${problem}`);
        return failure(
          `the constraint "${text}" compares ${a ?? NaN} with ${b ?? NaN}, which are not both finite numbers`,
        );
      }
      return success(COMPARISONS[comparison](a, b));
    },
  });
}

/** Share of the two sides of a comparison that rounding may explain. */
const ROUNDING = 1e-9;

function boundsOf(
  comparison: string,
  [left, right]: readonly [Formula<QuantityName>, Formula<QuantityName>],
  quantities: readonly QuantityName[],
  valuesOf: Constraint['valuesOf'],
): ConstraintBounds | null {
  const [widest, ...others] = quantities.filter(isOfWidestLayer);
  const isAlone = widest === undefined || (others.length === 0 && quantities.length === 1);
  if (!quantities.every(isBoundByEqualLayers)) return null;
  if (!isAlone || !left.affineIn(CONSTRAINT_NAMES) || !right.affineIn(CONSTRAINT_NAMES))
    return null;
  // Whole numbers that differ do so by one at least, and they are exact.
  const least = comparison === '<' || comparison === '>' ? 0.5 : 0;
  const excess = (sign: number) => (architecture: Architecture) => {
    const values = valuesOf(architecture);
    const [a, b] = [left.evaluate(values), right.evaluate(values)];
    const isExact = Number.isSafeInteger(a) && Number.isSafeInteger(b);
    return sign * (a - b) + (isExact ? least : -ROUNDING * (Math.abs(a) + Math.abs(b)));
  };
  return {
    widest: widest ?? '',
    excesses: [
      ...(comparison.startsWith('>') ? [] : [excess(1)]),
      ...(comparison.startsWith('<') ? [] : [excess(-1)]),
    ],
  };
}

function sideOf(text: string): Result<Formula<QuantityName>> {
  const plain = text.replace(
    WITH_UNIT,
    (_, digits: string, unit: string) => `${digits}${EXPONENTS[unit.toLowerCase()] ?? ''}`,
  );
  return compileFormula(plain, CONSTRAINT_NAMES);
}
