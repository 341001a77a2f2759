import type { Architecture } from '../architecture/architecture.ts';
import type { Family } from '../architecture/family.ts';
import { SUB_MODULES, type SubModule } from '../architecture/weight.ts';
import { compileFormula, type Formula } from '../formula/compile-formula.ts';
import { failure, success, type Result } from '../result.ts';
import { magnitudeOf, settleScore } from './settle-score.ts';

/** The capacity of each sub-module: the sum of the statistic over its weight matrices. */
export type Capacities = Readonly<Record<SubModule, number>>;

/** Other numbers of an architecture that a formula may name, and how they are counted. */
export interface FormulaQuantities<Name extends string = string> {
  readonly names: readonly Name[];
  /** Those that are asked for, by name. */
  readonly of: (
    architecture: Architecture,
    names: readonly Name[],
  ) => Readonly<Record<string, number>>;
}

/** How the three capacities become one score: a coefficient for each, or a formula over them. */
export type Balance =
  | { readonly kind: 'coefficients'; readonly coefficients: Capacities }
  | {
      readonly kind: 'formula';
      readonly formula: Formula;
      /** The numbers besides the capacities that the formula names; absent where it names none. */
      readonly quantitiesOf?: (architecture: Architecture) => Readonly<Record<string, number>>;
    };

/** The balance of one family that is used unless another is asked for, and where it comes from. */
export interface DefaultBalance {
  readonly alpha: number;
  readonly provenance: string;
}

/** Default alphas, by family. */
export const DEFAULT_ALPHAS: Readonly<Record<Family, DefaultBalance>> = {
  encoder: { alpha: 0.7, provenance: 'chosen on FlexiBERT, 500 encoders, declared build' },
  decoder: { alpha: 1, provenance: 'chosen on gpt2-wt103, 200 decoders' },
  'encoder-decoder': {
    alpha: 0.6,
    provenance:
      'given beforehand; orders well on hat, 30 systems, and ja-en, 61, of five translation sets',
  },
};

/**
 * `alpha * attention + (1 - alpha) * feedForward`, the ZeroLM score (arXiv 2503.18646); the
 * embedding does not count.
 *
 * @param alpha any finite number; outside [0, 1] one of the two counts against the score
 */
export function alphaBalance(alpha: number): Balance {
  return { kind: 'coefficients', coefficients: alphaCoefficients(alpha) };
}

/** The coefficients of an alpha: `alpha`, `1 - alpha` and 0. */
export function alphaCoefficients(alpha: number): Capacities {
  // 1 - alpha in decimal, so that 1 - 0.7 is 0.3 where it is printed.
  return { attention: alpha, feedForward: Number((1 - alpha).toPrecision(15)), embedding: 0 };
}

/** The balance of a family that is used unless another is asked for. */
export function defaultBalance(family: Family): Balance {
  return alphaBalance(DEFAULT_ALPHAS[family].alpha);
}

/**
 * A balance by a formula over `attention`, `feedForward` and `embedding`, or what is wrong with it.
 *
 * @param quantities other numbers that the formula may name; none if absent
 */
export function formulaBalance<Name extends string = never>(
  text: string,
  quantities?: FormulaQuantities<Name>,
): Result<Balance> {
  const names = quantities?.names ?? [];
  const compiled = compileFormula<string>(text, [...SUB_MODULES, ...names]);
  if (!compiled.ok) return compiled;
  const formula = compiled.value;
  const named = names.filter((name) => formula.variables.includes(name));
  return success({
    kind: 'formula',
    formula,
    ...(quantities !== undefined &&
      named.length > 0 && {
        quantitiesOf: (architecture) => quantities.of(architecture, named),
      }),
  });
}

/**
 * Joins the capacities to a score; fails where that is not a finite number.
 *
 * @param architecture that has the capacities; absent where weights alone are known
 */
export function joinCapacities(
  balance: Balance,
  capacities: Capacities,
  architecture?: Architecture,
): Result<number> {
  if (balance.kind === 'coefficients') {
    return finite(coefficientScore(balance.coefficients, capacities), 'the balance', capacities);
  }
  const { formula, quantitiesOf } = balance;
  if (quantitiesOf === undefined) return formulaScore(formula, capacities, {});
  if (architecture === undefined) {
    const reason = 'asks for more than the weights of a checkpoint tell: rank its config';
    return failure(`"${formula.text}" ${reason}`);
  }
  return formulaScore(formula, capacities, quantitiesOf(architecture));
}

function finite(
  score: number,
  of: string,
  values: Readonly<Record<string, number>>,
): Result<number> {
  if (Number.isFinite(score)) return success(score);
  const at = Object.entries(values).map(([name, value]) => `${name}=${value}`);
  return failure(`${of} yields ${score}, no finite number, at ${at.join(', ')}`);
}

function coefficientScore(coefficients: Capacities, capacities: Capacities): number {
  const attention = coefficients.attention * capacities.attention;
  const feedForward = coefficients.feedForward * capacities.feedForward;
  const embedding = coefficients.embedding * capacities.embedding;
  const magnitude = Math.abs(attention) + Math.abs(feedForward) + Math.abs(embedding);
  return settleScore(attention + feedForward + embedding, magnitude);
}

function formulaScore(
  formula: Formula,
  capacities: Capacities,
  quantities: Readonly<Record<string, number>>,
): Result<number> {
  const evaluate = (attention: number, feedForward: number, embedding: number): number =>
    formula.evaluate({
      ...quantities,
      attention: attention * capacities.attention,
      feedForward: feedForward * capacities.feedForward,
      embedding: embedding * capacities.embedding,
    });
  const score = settleScore(evaluate(1, 1, 1), magnitudeOf(evaluate));
  const { attention, feedForward, embedding } = capacities;
  const named = Object.entries(quantities).filter(([name]) => formula.variables.includes(name));
  const values = { attention, feedForward, embedding, ...Object.fromEntries(named) };
  return finite(score, `"${formula.text}"`, values);
}
