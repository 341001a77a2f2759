import type { Architecture } from '../architecture/architecture.ts';
import { compileFormula } from '../formula/compile-formula.ts';
import type { Formula } from '../formula/formula.ts';
import { failure, success, type Result } from '../result.ts';
import { QUANTITY_NAMES, quantitiesOf, type QuantityName } from './quantities.ts';

/** The ways in which two sides of a constraint may be compared. */
const COMPARISONS = ['<=', '>=', '==', '<', '>'] as const;

type Comparison = (typeof COMPARISONS)[number];

/** Every sign of a comparison that a person may write, the longer ones first. */
const SIGN = /<=|>=|==|!=|<|>|=|≤|≥/g;

/** A number with a unit behind it: 15M is 15e6. */
const WITH_UNIT = /(?<![\w.])(\d+\.?\d*|\.\d+)([kmb])(?!\w)/gi;

const EXPONENTS: Readonly<Record<string, string>> = { k: 'e3', m: 'e6', b: 'e9' };

/** A condition that candidates have to fulfil, as `params <= 15M`. */
export interface Constraint {
  /** As it was written. */
  readonly text: string;
  /** The quantities that it names. */
  readonly quantities: readonly QuantityName[];
  /** Whether an architecture fulfils it; a reason where a side of it is no finite number. */
  readonly holds: (architecture: Architecture) => Result<boolean>;
}

/**
 * Makes a constraint of a text: two formulas (see {@link compileFormula}) over the quantities of an
 * architecture, and one of `<= >= < > ==` between them. `k`, `M` and `B` behind a number stand for
 * thousands, millions and billions.
 *
 * @returns the constraint, or what is wrong with the text and what was expected
 */
export async function compileConstraint(text: string): Promise<Result<Constraint>> {
  const signs = [...text.matchAll(SIGN)];
  const [sign] = signs;
  const comparison = COMPARISONS.find((known) => known === sign?.[0]);
  if (sign === undefined || comparison === undefined || signs.length > 1) {
    return failure(
      `expected two formulas with one of ${COMPARISONS.join(' ')} between them, as params <= 15M, over ${QUANTITY_NAMES.join(', ')}`,
    );
  }
  const left = await sideOf(text.slice(0, sign.index));
  if (!left.ok) return failure(`left of ${comparison}: ${left.reason}`);
  const right = await sideOf(text.slice(sign.index + comparison.length));
  if (!right.ok) return failure(`right of ${comparison}: ${right.reason}`);
  const sides = [left.value, right.value] as const;
  const quantities = QUANTITY_NAMES.filter((name) =>
    sides.some(({ variables }) => variables.includes(name)),
  );
  return success({
    text,
    quantities,
    holds: (architecture) => {
      const values = quantitiesOf(architecture, quantities);
      const [a, b] = sides.map((side) => side.evaluate(values));
      if (a === undefined || b === undefined || !Number.isFinite(a) || !Number.isFinite(b)) {
        return failure(
          `the constraint "${text}" compares ${a ?? NaN} with ${b ?? NaN}, which are not both finite numbers`,
        );
      }
      return success(compare(a, comparison, b));
    },
  });
}

function sideOf(text: string): Promise<Result<Formula<QuantityName>>> {
  const plain = text.replace(
    WITH_UNIT,
    (_, digits: string, unit: string) => `${digits}${EXPONENTS[unit.toLowerCase()] ?? ''}`,
  );
  return compileFormula(plain, QUANTITY_NAMES);
}

function compare(a: number, comparison: Comparison, b: number): boolean {
  switch (comparison) {
    case '<=':
      return a <= b;
    case '>=':
      return a >= b;
    case '==':
      return a === b;
    case '<':
      return a < b;
    case '>':
      return a > b;
  }
}
