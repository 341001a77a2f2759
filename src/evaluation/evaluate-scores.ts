import { bootstrapInterval, DEFAULT_RESAMPLES } from './bootstrap-interval.ts';
import type { Correlation } from './correlation.ts';
import { findBootstrapProblem } from './find-bootstrap-problem.ts';
import { kendallTauBOfRanks, kendallTauBOfSample } from './kendall-tau-b.ts';
import { pairRanks, type PairedRanks, type PairingProblem } from './pair-ranks.ts';
import { spearmanRhoOfRanks, spearmanRhoOfSample } from './spearman-rho.ts';
import { failure, success, type Result } from '../result.ts';
import { roundForTies } from '../scoring/round-for-ties.ts';

/** Whether a larger ground truth is a better model (accuracy) or a worse one (perplexity). */
export type TruthDirection = 'higher-is-better' | 'lower-is-better';

/** The scores to evaluate, and what to hold them against. */
export interface EvaluateScoresOptions {
  /** One score per item that has a ground truth. */
  readonly scores: ArrayLike<number>;
  /** The ground truth of the same items, in the same order. */
  readonly truth: ArrayLike<number>;
  readonly direction: TruthDirection;
  /** The seed of the intervals: a whole number from 0 to 2^53 - 1. */
  readonly seed: number;
  /** Resamples behind each interval, 1000 by default. */
  readonly resamples?: number;
}

/** How well scores rank items. */
export interface Evaluation {
  /** The number of items that the correlations rest on. */
  readonly n: number;
  readonly direction: TruthDirection;
  /** Positive when higher scores go with better items, whatever the direction of the truth. */
  readonly spearman: Correlation;
  readonly kendallTauB: Correlation;
  /** How many items share their score, to 12 significant digits, with at least one other. */
  readonly tiedScores: number;
  /** What keeps an interval or a p-value from being there, or from resting on every resample. */
  readonly warnings: readonly string[];
}

function describeProblem(
  problem: PairingProblem,
  scores: ArrayLike<number>,
  truth: ArrayLike<number>,
): string {
  switch (problem.kind) {
    case 'different lengths':
      return `There are ${problem.xLength} scores but ${problem.yLength} ground truths: give one of each per item.`;
    case 'too few items':
      return `A rank correlation needs at least 2 items with a score and a ground truth, and there ${problem.n === 1 ? 'is 1' : 'are 0'}: add the ground truth of more items.`;
    case 'not finite':
      return problem.side === 'x'
        ? `The score at index ${problem.index} is ${String(scores[problem.index])}, not a finite number: leave out items whose score failed.`
        : `The ground truth at index ${problem.index} is ${String(truth[problem.index])}, not a finite number: correct it, or leave that item out.`;
    case 'constant':
      return problem.side === 'x'
        ? `Every item has the same score (${roundForTies(scores[0]!)}, to 12 significant digits), so the scores rank nothing: score items that differ in what the score depends on, or use another score.`
        : `Every item has the same ground truth (${truth[0]!}), so there is nothing to rank: add items of different quality, or check which column was read.`;
  }
}

function countTied(ranks: PairedRanks): number {
  const counts = new Int32Array(ranks.xLevels);
  for (const level of ranks.xSorted) counts[level] = counts[level]! + 1;
  return counts.reduce((tied, count) => (count > 1 ? tied + count : tied), 0);
}

/**
 * Rank correlations between scores and the ground truth, each with a 95 % percentile bootstrap
 * interval and a two-sided p-value. Scores are compared after rounding to 12 significant digits;
 * ground truths are compared as they are, negated if lower is better. Ties count as ties: mid-ranks
 * in Spearman's rho, and Kendall's tau in its form b.
 *
 * @returns a failure, with what to do about it, if there are fewer than 2 items, lists of
 *   different lengths, values that are not finite, scores or ground truths that are all equal, or
 *   settings out of range
 */
export function evaluateScores(options: EvaluateScoresOptions): Result<Evaluation> {
  const { scores, truth, direction, seed, resamples = DEFAULT_RESAMPLES } = options;
  const settingsProblem = findBootstrapProblem(seed, resamples);
  if (settingsProblem !== null) return failure(settingsProblem);
  const rounded = Float64Array.from(scores, roundForTies);
  const sign = direction === 'lower-is-better' ? -1 : 1;
  const quality = Float64Array.from(truth, (value) => sign * value);
  const pairing = pairRanks(rounded, quality);
  if (!pairing.ok) return failure(describeProblem(pairing.reason, scores, truth));
  const ranks = pairing.value;

  const warnings: string[] = [];
  const intervalOf = (
    name: string,
    statistic: (multiplicities: Uint32Array) => number | null,
  ): Correlation['ci95'] => {
    const result = bootstrapInterval({ n: ranks.n, statistic, seed, resamples });
    if (!result.ok) {
      warnings.push(`${name} has no interval. ${result.reason}`);
      return null;
    }
    const { interval, leftOut } = result.value;
    if (leftOut > 0) {
      warnings.push(
        `The interval of ${name} leaves out ${leftOut} of ${resamples} resamples, in which all scores or all ground truths are equal.`,
      );
    }
    return interval;
  };

  const { value: rho, p: rhoP } = spearmanRhoOfRanks(ranks);
  const { value: tau, p: tauP } = kendallTauBOfRanks(ranks);
  const spearman = {
    value: rho,
    ci95: intervalOf('Spearman', spearmanRhoOfSample(ranks)),
    p: rhoP,
  };
  const kendallTauB = {
    value: tau,
    ci95: intervalOf('Kendall', kendallTauBOfSample(ranks)),
    p: tauP,
  };
  return success({
    n: ranks.n,
    direction,
    spearman,
    kendallTauB,
    tiedScores: countTied(ranks),
    warnings,
  });
}
