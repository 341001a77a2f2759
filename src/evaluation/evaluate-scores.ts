import { DEFAULT_RESAMPLES } from './bootstrap-interval.ts';
import type { Correlation } from './correlation.ts';
import { countTied } from './count-tied.ts';
import { findBootstrapProblem } from './find-bootstrap-problem.ts';
import { FEWEST_ITEMS } from './interval-of-values.ts';
import { intervalOrWarning } from './interval-or-warning.ts';
import { kendallTauBOfRanks } from './kendall-tau-b.ts';
import { pairScores } from './pair-scores.ts';
import { spearmanRhoOfRanks } from './spearman-rho.ts';
import { TrackSampler } from './track-sampler.ts';
import type { TruthDirection } from './truth-direction.ts';
import { atOnce, type Steps } from '../event-loop-break.ts';
import { failure, success, type Result } from '../result.ts';

export type { TruthDirection } from './truth-direction.ts';

/** The scores to evaluate, and what to hold them against. */
export interface EvaluateScoresOptions {
  /** One score per item that has a ground truth. */
  readonly scores: ArrayLike<number>;
  /** The ground truth of the same items, in the same order. */
  readonly truth: ArrayLike<number>;
  readonly direction: TruthDirection;
  /** The seed of the intervals: a whole number from 0 to 2^53 - 1. */
  readonly seed: number;
  /** Resamples of each interval, 1000 by default. */
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

/** Why a resample may have no rank correlation. */
const LEFT_OUT = 'in which all scores or all ground truths are equal';

/**
 * Rank correlations between scores and the ground truth, each with a 95 % percentile bootstrap
 * interval and a two-sided p-value. Scores are compared after rounding to 12 significant digits;
 * ground truths are compared as they are, negated if lower is better. Ties count as ties: mid-ranks
 * in Spearman's rho, and Kendall's tau in its form b.
 *
 * @param onProgress called with the resamples done and all of them
 * @returns a failure, with what to do about it, if there are fewer than 2 items, lists of
 *   different lengths, values that are not finite, scores or ground truths that are all equal, or
 *   settings out of range
 */
export function evaluateScores(
  options: EvaluateScoresOptions,
  onProgress?: (done: number, total: number) => void,
): Result<Evaluation> {
  return atOnce(evaluateScoresInSteps(options, onProgress));
}

/** The steps of {@link evaluateScores}. */
export function* evaluateScoresInSteps(
  options: EvaluateScoresOptions,
  onProgress: (done: number, total: number) => void = () => undefined,
): Steps<Result<Evaluation>> {
  const { scores, truth, direction, seed, resamples = DEFAULT_RESAMPLES } = options;
  const settingsProblem = findBootstrapProblem(seed, resamples);
  if (settingsProblem !== null) return failure(settingsProblem);
  const pairing = pairScores(scores, truth, direction);
  if (!pairing.ok) return pairing;
  const ranks = pairing.value;
  const { n } = ranks;

  const sampler = new TrackSampler([{ ranks, withRho: true }], n, seed, resamples);
  if (n >= FEWEST_ITEMS) {
    for (let resample = 0; resample < resamples; resample++) {
      yield* sampler.runInSteps(resample);
      onProgress(resample + 1, resamples);
    }
  }
  const { rho: rhoValues, tauB: tauValues } = sampler.values[0]!;
  const warnings: string[] = [];
  const intervalOf = (name: string, values: Float64Array): Correlation['ci95'] =>
    intervalOrWarning({ name, leftOutBecause: LEFT_OUT }, n, values, warnings);

  const { value: rho, p: rhoP } = spearmanRhoOfRanks(ranks);
  const { value: tau, p: tauP } = kendallTauBOfRanks(ranks);
  const spearman = { value: rho, ci95: intervalOf('Spearman', rhoValues), p: rhoP };
  const kendallTauB = { value: tau, ci95: intervalOf('Kendall', tauValues), p: tauP };
  return success({ n, direction, spearman, kendallTauB, tiedScores: countTied(ranks), warnings });
}
