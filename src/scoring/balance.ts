import type { Family } from '../architecture/architecture.ts';
import type { SubModule } from '../architecture/weight.ts';
import { compileFormula, type Formula } from '../formula/compile-formula.ts';
import { failure, success, type Result } from '../result.ts';
import { magnitudeOf, settleScore } from './settle-score.ts';

/** The capacity of each sub-module: the sum of the statistic over its weight matrices. */
export type Capacities = Readonly<Record<SubModule, number>>;

/** How the three capacities become one score: a coefficient for each, or a formula over them. */
export type Balance =
  | { readonly kind: 'coefficients'; readonly coefficients: Capacities }
  | { readonly kind: 'formula'; readonly formula: Formula };

/** The balance of one family that is used unless another is asked for, and where it comes from. */
export interface DefaultBalance {
  readonly alpha: number;
  readonly provenance: string;
}

/** Default alphas, by family. */
export const DEFAULT_ALPHAS: Readonly<Record<Family, DefaultBalance>> = {
  encoder: { alpha: 0.7, provenance: 'chosen on FlexiBERT, 500 encoders, declared build' },
  decoder: { alpha: 1, provenance: 'chosen on gpt2-wt103, 200 decoders' },
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

/** A balance by a formula over `attention`, `feedForward` and `embedding`, or what is wrong with it. */
export async function formulaBalance(text: string): Promise<Result<Balance>> {
  const formula = await compileFormula(text, ['attention', 'feedForward', 'embedding']);
  return formula.ok ? success({ kind: 'formula', formula: formula.value }) : formula;
}

/** Joins the capacities to a score; fails where that is not a finite number. */
export function joinCapacities(balance: Balance, capacities: Capacities): Result<number> {
  const score = evaluateBalance(balance, capacities);
  if (Number.isFinite(score)) return success(score);
  const { attention, feedForward, embedding } = capacities;
  const of = balance.kind === 'formula' ? `"${balance.formula.text}"` : 'the balance';
  return failure(
    `${of} yields ${score}, no finite number, at attention=${attention}, feedForward=${feedForward}, embedding=${embedding}`,
  );
}

function evaluateBalance(balance: Balance, capacities: Capacities): number {
  switch (balance.kind) {
    case 'coefficients': {
      const { coefficients } = balance;
      const attention = coefficients.attention * capacities.attention;
      const feedForward = coefficients.feedForward * capacities.feedForward;
      const embedding = coefficients.embedding * capacities.embedding;
      const magnitude = Math.abs(attention) + Math.abs(feedForward) + Math.abs(embedding);
      return settleScore(attention + feedForward + embedding, magnitude);
    }
    case 'formula': {
      const { formula } = balance;
      const magnitude = magnitudeOf((attention, feedForward, embedding) =>
        formula.evaluate({
          attention: attention * capacities.attention,
          feedForward: feedForward * capacities.feedForward,
          embedding: embedding * capacities.embedding,
        }),
      );
      return settleScore(formula.evaluate(capacities), magnitude);
    }
  }
}
