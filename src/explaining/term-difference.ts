import type { ScoreTerm, ScoreTerms } from '../scoring/score-terms.ts';
import { missingFrom, onOneGrid } from './exact-sum.ts';

/** What a part of one block has to do with the difference of two scores. */
export interface TermContribution extends Omit<ScoreTerm, 'sums'> {
  readonly contribution: number;
  /** What it adds in each, where the score is a plain sum. */
  readonly amount?: { readonly a: number; readonly b: number };
}

/** The difference of two scores, and what it is made of. */
export interface TermDifference {
  /** The largest first, none of them 0. */
  readonly contributions: readonly TermContribution[];
  /** What rounding leaves: with it the contributions add up to the difference to the last bit. */
  readonly rounding: readonly number[];
}

/**
 * The contribution of every part to the difference of two scores that are one function of the same
 * sums. That of a sum is its Shapley value: the change of the score where its value of b is replaced
 * by that of a, averaged over all orders of replacing the sums; parts share it in proportion to the
 * difference of what they add to that sum. Of a plain sum it is that difference.
 *
 * Where the scores are functions of no common sums, the whole model is the only part.
 *
 * @param difference of the scores
 *
 * Source: Shapley, "A value for n-person games", 1953.
 */
export function explainTerms(
  a: ScoreTerms | null,
  b: ScoreTerms | null,
  difference: number,
): TermDifference {
  const terms = a !== null && b !== null && a.form === b.form ? shared(a, b) : null;
  const contributions: readonly TermContribution[] = terms ?? [
    { part: 'model', block: null, contribution: difference },
  ];
  const exact = onOneGrid(contributions.map(({ contribution }) => contribution));
  return {
    contributions: contributions
      .map((own, index) => ({ ...own, contribution: exact[index] ?? 0 }))
      .filter(({ contribution }) => contribution !== 0)
      .sort((one, other) => Math.abs(other.contribution) - Math.abs(one.contribution)),
    rounding: missingFrom(difference, exact),
  };
}

/** Null where a score in between is not finite, as of a model without a single block. */
function shared(a: ScoreTerms, b: ScoreTerms): TermContribution[] | null {
  const [ofA, ofB] = [byPlace(a.terms), byPlace(b.terms)];
  const { length } = a.terms[0]?.sums ?? [];
  const [sumsA, sumsB] = [totals(a.terms, length), totals(b.terms, length)];
  const slopes = sumsA.map((_, sum) => meanSlope(a.join, sum, sumsA, sumsB));
  if (!slopes.every(Number.isFinite)) return null;
  return [...new Set([...ofA.keys(), ...ofB.keys()])].flatMap((place) => {
    const [inA, inB] = [ofA.get(place), ofB.get(place)];
    const term = inA ?? inB;
    if (term === undefined) return [];
    const at = (own: ScoreTerm | undefined, sum: number): number => own?.sums[sum] ?? 0;
    const contribution = slopes.reduce(
      (all, slope, sum) => all + slope * (at(inA, sum) - at(inB, sum)),
      0,
    );
    const { part, block } = term;
    const amount = length === 1 ? { amount: { a: at(inA, 0), b: at(inB, 0) } } : {};
    return [{ part, block, contribution, ...amount }];
  });
}

function byPlace(terms: readonly ScoreTerm[]): Map<string, ScoreTerm> {
  return new Map(terms.map((term) => [`${term.part} ${term.block ?? ''}`, term]));
}

function totals(terms: readonly ScoreTerm[], length: number): number[] {
  return Array.from({ length }, (_, sum) =>
    terms.reduce((all, { sums }) => all + (sums[sum] ?? 0), 0),
  );
}

/** Relative difference of two sums below which it is noise, and no slope is taken over it. */
const NOISE = 1e-9;

/** Relative step of a derivative. */
const STEP = 2 ** -20;

/** The Shapley value of a sum for each unit of its difference; a derivative where it has none. */
function meanSlope(
  join: ScoreTerms['join'],
  sum: number,
  a: readonly number[],
  b: readonly number[],
): number {
  const [ownA, ownB] = [a[sum] ?? 0, b[sum] ?? 0];
  const size = Math.max(Math.abs(ownA), Math.abs(ownB));
  if (size === 0) return 0;
  const varies = Math.abs(ownA - ownB) > NOISE * size;
  const [to, from] = varies ? [ownA, ownB] : [ownB + STEP * size, ownB - STEP * size];
  // A sum that is the same in both has no place in an order.
  const others = [...a.keys()].filter((other) => other !== sum && a[other] !== b[other]);
  let slope = 0;
  for (let chosen = 0; chosen < 2 ** others.length; chosen++) {
    const mixed = [...b];
    let already = 0;
    for (const [bit, other] of others.entries()) {
      if (Math.floor(chosen / 2 ** bit) % 2 === 0) continue;
      mixed[other] = a[other] ?? NaN;
      already += 1;
    }
    const step = join(mixed.with(sum, to)) - join(mixed.with(sum, from));
    slope += (shareOfOrders(already, others.length + 1) * step) / (to - from);
  }
  return slope;
}

/** `s! (n - s - 1)! / n!`: the share of the orders of n in which exactly these s come before. */
function shareOfOrders(before: number, n: number): number {
  let share = 1 / n;
  for (let i = 1; i <= before; i++) share *= i / (n - i);
  return share;
}
