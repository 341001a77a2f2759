import { DEFAULT_RESAMPLES } from './bootstrap-interval.ts';
import { draftRow, knownItems, pairProxy, type RowDraft } from './draft-leaderboard-row.ts';
import { findLeaderboardProblem } from './find-leaderboard-problem.ts';
import { finishRow } from './finish-leaderboard-row.ts';
import { FEWEST_ITEMS } from './interval-of-values.ts';
import type { LeaderboardOptions } from './leaderboard-options.ts';
import type { LeaderboardRow } from './leaderboard-row.ts';
import { noiseCeilingInSteps, type NoiseCeiling } from './noise-ceiling.ts';
import { TrackPlan } from './track-plan.ts';
import { TrackSampler } from './track-sampler.ts';
import type { TruthDirection } from './truth-direction.ts';
import { inSlices, mapInSteps, type Steps } from '../event-loop-break.ts';
import { failure, success, type Result } from '../result.ts';

/** Proxies compared with one ground truth, and with each other. */
export interface Leaderboard {
  /** The number of items whose ground truth is known. */
  readonly n: number;
  readonly direction: TruthDirection;
  readonly baseline: string;
  readonly seed: number;
  readonly resamples: number;
  /** What no proxy can surpass; present where repeated measurements were given. */
  readonly noiseCeiling?: Result<NoiseCeiling>;
  /** One per proxy, in the order given. */
  readonly rows: readonly LeaderboardRow[];
}

/**
 * Compares proxies with the ground truth: one row each, with the reason for a proxy that ranks
 * nothing. Scores are compared after rounding to 12 significant digits. All intervals of all proxies
 * come from the same resamples of the items whose ground truth is known, each drawn once; a proxy
 * without scores for some of them uses the part of every resample that it scores. The event loop
 * gets breaks. The result is a function of the options alone.
 *
 * @returns a failure, with what to do about it, if lists differ in length, settings are out of
 *   range, the baseline is no proxy, no proxy ranks anything, or the ground truth is known for fewer
 *   than 2 items or is the same for all
 */
export function leaderboard(options: LeaderboardOptions): Promise<Result<Leaderboard>> {
  return inSlices(leaderboardInSteps(options));
}

/** The steps of {@link leaderboard}. */
export function* leaderboardInSteps(options: LeaderboardOptions): Steps<Result<Leaderboard>> {
  const problem = findLeaderboardProblem(options);
  if (problem !== null) return failure(problem);
  const { proxies, direction, baseline, seed, resamples = DEFAULT_RESAMPLES } = options;
  const known = yield* knownItems(options);
  const n = known.items.length;
  const plan = new TrackPlan([known.quality, known.sizes, ...known.scores]);
  const paired = yield* mapInSteps(proxies.entries(), ([index, proxy]) =>
    pairProxy(proxy, index, known, plan, options),
  );
  const idle = paired.flatMap((pairing) => (pairing.ok ? [] : [pairing.reason]));
  if (idle.length === paired.length) {
    const reasons = idle.map(({ proxy, reason }) => `${proxy}: ${reason}`);
    return failure(`No proxy ranks anything. ${reasons.join(' ')}`);
  }
  const base = paired[proxies.findIndex(({ name }) => name === baseline)]!;

  const drafts: Result<RowDraft, LeaderboardRow>[] = [];
  for (const pairing of paired) {
    drafts.push(
      pairing.ok ? success(yield* draftRow(pairing.value, base, known, plan, options)) : pairing,
    );
    options.onProgress?.(drafts.length, paired.length, 'proxies');
  }

  const sampler = new TrackSampler(plan.tracks, n, seed, resamples);
  for (const resample of n < FEWEST_ITEMS ? [] : Array(resamples).keys()) {
    yield* sampler.runInSteps(resample);
    options.onProgress?.(resample + 1, resamples, 'resamples');
  }
  const rows = yield* mapInSteps(drafts, (draft) =>
    draft.ok ? finishRow(draft.value, sampler.values) : draft.reason,
  );
  const ceiling =
    options.repeats === undefined
      ? null
      : yield* noiseCeilingInSteps(options.repeats, seed, DEFAULT_RESAMPLES, (done, total) => {
          options.onProgress?.(done, total, 'pairs of runs');
        });
  return success({
    n,
    direction,
    baseline,
    seed,
    resamples,
    ...(ceiling !== null && { noiseCeiling: ceiling }),
    rows,
  });
}
