import { DEFAULT_RESAMPLES } from './bootstrap-interval.ts';
import type { Correlation } from './correlation.ts';
import { countTied } from './count-tied.ts';
import { findLeaderboardProblem } from './find-leaderboard-problem.ts';
import { FEWEST_ITEMS } from './interval-of-values.ts';
import { intervalOrWarning } from './interval-or-warning.ts';
import { kendallTauAOfRanks } from './kendall-tau-a.ts';
import { kendallTauBOfRanks } from './kendall-tau-b.ts';
import type {
  BudgetRegret,
  LeaderboardEntry,
  LeaderboardRow,
  PartialCorrelation,
} from './leaderboard-row.ts';
import { noiseCeiling, type NoiseCeiling, type RepeatedTruth } from './noise-ceiling.ts';
import { normalTail } from './normal-tail.ts';
import { pairedDifference, type PairedDifference } from './paired-difference.ts';
import { pairScores } from './pair-scores.ts';
import { partialTau } from './partial-tau.ts';
import { DEFAULT_BEST_OF, pickRegret } from './pick-regret.ts';
import { sizeMatchedTau } from './size-matched-tau.ts';
import { spearmanRhoOfRanks } from './spearman-rho.ts';
import { topPrecision, type TopPrecision } from './top-precision.ts';
import { itemSet, TrackPlan, type ItemSet, type PlannedTrack } from './track-plan.ts';
import { TrackSampler, type TrackValues } from './track-sampler.ts';
import { qualityOf, type TruthDirection } from './truth-direction.ts';
import { withinGroupsTau, type GroupKey } from './within-groups-tau.ts';
import { failure, success, type Result } from '../result.ts';
import { roundForTies } from '../scoring/round-for-ties.ts';
import { workInSlices } from '../event-loop-break.ts';

/** The parts of the ranking that are its top, in percent. */
const TOP_PERCENTS = [5, 10] as const;

/** What a proxy says of the items. */
export interface LeaderboardProxy {
  readonly name: string;
  /** One score per item, higher for what is expected to be better; null where it has none. */
  readonly scores: readonly (number | null)[];
  /** Why one of them is missing; said where all of them are. */
  readonly reason?: string;
}

/** What to compare, and how. Every list is about the same items in the same order. */
export interface LeaderboardOptions {
  /** At least one, with names of their own. */
  readonly proxies: readonly LeaderboardProxy[];
  /** The measured quality; null where it is not known. */
  readonly truth: readonly (number | null)[];
  readonly direction: TruthDirection;
  /** Sizes, usually numbers of parameters: what partial tau holds fixed, and budgets allow. */
  readonly sizes: readonly number[];
  /** Other sizes by which pairs are matched, if those above don't serve. */
  readonly matchingSizes?: readonly number[];
  /** Groups within which the ranking is looked at as well. */
  readonly groups?: readonly GroupKey[];
  /** The largest sizes that are allowed, one regret each; none by default. */
  readonly budgets?: readonly number[];
  /** The number of picks among which the best counts, 5 by default. */
  readonly bestOf?: number;
  /** The name of the proxy that the others are held against. */
  readonly baseline: string;
  /** The seed of the intervals: a whole number from 0 to 2^53 - 1. */
  readonly seed: number;
  /** Resamples behind each interval, 1000 by default. */
  readonly resamples?: number;
  /** Repeated measurements of the truth, where there are some. */
  readonly repeats?: RepeatedTruth;
  /** Called with the resamples done and all of them. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Proxies held against the same ground truth, and against each other. */
export interface Leaderboard {
  /** The number of items whose ground truth is known. */
  readonly n: number;
  readonly direction: TruthDirection;
  readonly baseline: string;
  readonly seed: number;
  readonly resamples: number;
  /** What no proxy can surpass, there where repeated measurements were given. */
  readonly noiseCeiling?: Result<NoiseCeiling>;
  /** One per proxy, in the order given. */
  readonly rows: readonly LeaderboardRow[];
}

/** Where the lists stand that every proxy is paired with; those of the proxies follow. */
const TRUTH = 0;
const SIZES = 1;
const PROXIES = 2;

/** A row before its resamples. */
interface Draft {
  readonly name: string;
  /** Where its scores stand among the lists. */
  readonly list: number;
  readonly items: ItemSet;
  readonly main: PlannedTrack;
  /** Scores and sizes, sizes and truth; null where one of them is constant. */
  readonly withSizes: PlannedTrack | null;
  readonly sizesWithTruth: PlannedTrack | null;
  /** Its own and the baseline's tau-b on the items that both score. */
  readonly comparison: Result<Comparison> | null;
  readonly rest: Pick<
    LeaderboardEntry,
    'tiedScores' | 'sizeMatched' | 'within' | 'precisionAt' | 'regret'
  >;
}

interface Comparison {
  readonly own: PlannedTrack;
  readonly baseline: PlannedTrack;
}

type RowDraft = Result<Draft, Extract<LeaderboardRow, { ok: false }>>;

/** The items whose ground truth is known. */
interface KnownItems {
  /** Their places in the lists of the options. */
  readonly items: readonly number[];
  readonly quality: Float64Array;
  readonly sizes: Float64Array;
  /** Each proxy's rounded scores, NaN where it has none. */
  readonly scores: readonly Float64Array[];
}

/**
 * Holds proxies against the ground truth: one row each, of a proxy that ranks nothing with the
 * reason. Scores are compared after rounding to 12 significant digits. All intervals of all proxies
 * come from the same resamples of the items whose ground truth is known, each drawn once; a proxy
 * without scores for some of them has its own items' part of every resample. Gives the event loop
 * its turns. The result is a function of the options alone.
 *
 * @returns a failure, with what to do about it, if lists differ in length, settings are out of
 *   range, the baseline is no proxy, no proxy ranks anything, or the ground truth is known for fewer
 *   than 2 items or is the same for all
 */
export async function leaderboard(options: LeaderboardOptions): Promise<Result<Leaderboard>> {
  const problem = findLeaderboardProblem(options);
  if (problem !== null) return failure(problem);
  const { proxies, direction, baseline, seed, resamples = DEFAULT_RESAMPLES } = options;
  const known = knownItems(options);
  const n = known.items.length;
  const plan = new TrackPlan([known.quality, known.sizes, ...known.scores]);
  const paired = proxies.map((proxy, index) => pairProxy(proxy, index, known, plan, options));
  const idle = paired.flatMap((pairing) => (pairing.ok ? [] : [pairing.reason]));
  if (idle.length === paired.length) {
    const reasons = idle.map(({ proxy, reason }) => `${proxy}: ${reason}`);
    return failure(`No proxy ranks anything. ${reasons.join(' ')}`);
  }
  const base = paired[proxies.findIndex(({ name }) => name === baseline)]!;

  const drafts: RowDraft[] = [];
  await workInSlices(paired, (pairing) => {
    drafts.push(
      pairing.ok ? success(draftRow(pairing.value, base, known, plan, options)) : pairing,
    );
  });

  const sampler = new TrackSampler(plan.tracks, n, seed, resamples);
  await workInSlices(n < FEWEST_ITEMS ? [] : Array(resamples).keys(), (resample) => {
    sampler.run(resample);
    options.onProgress?.(resample + 1, resamples);
  });
  const rows = drafts.map((draft) =>
    draft.ok ? finishRow(draft.value, sampler.values) : draft.reason,
  );
  const ceiling = options.repeats === undefined ? null : noiseCeiling(options.repeats, seed);
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

function knownItems({ proxies, truth, direction, sizes }: LeaderboardOptions): KnownItems {
  const items = truth.flatMap((value, item) => (value === null ? [] : [item]));
  const known = truth.filter((value) => value !== null);
  return {
    items,
    quality: qualityOf(known, direction),
    sizes: Float64Array.from(items, (item) => sizes[item]!),
    scores: proxies.map(({ scores }) =>
      Float64Array.from(items, (item) => {
        const score = scores[item];
        return typeof score === 'number' ? roundForTies(score) : NaN;
      }),
    ),
  };
}

/** What every row needs of every other: the scores paired with the truth. */
type PairedProxy = Pick<Draft, 'name' | 'list' | 'items' | 'main'>;

function pairProxy(
  { name, scores, reason: missing }: LeaderboardProxy,
  index: number,
  known: KnownItems,
  plan: TrackPlan,
  { truth, direction }: LeaderboardOptions,
): Result<PairedProxy, Extract<LeaderboardRow, { ok: false }>> {
  const places: number[] = [];
  const own: number[] = [];
  const theirs: number[] = [];
  known.items.forEach((item, place) => {
    const score = scores[item];
    const quality = truth[item];
    if (typeof score !== 'number' || typeof quality !== 'number') return;
    places.push(place);
    own.push(score);
    theirs.push(quality);
  });
  const n = places.length;
  if (n === 0) {
    const count = known.items.length;
    const reason = `No score for any of the ${count} items with a ground truth${missing === undefined ? '.' : `: ${missing}`}`;
    return failure({ ok: false, proxy: name, n, reason });
  }
  const broken = own.findIndex((score) => !Number.isFinite(score));
  if (broken !== -1) {
    const reason = `The score at index ${known.items[places[broken]!]!} is ${own[broken]!}, not a finite number: leave out items whose score failed.`;
    return failure({ ok: false, proxy: name, n, reason });
  }
  const items = itemSet(places);
  const list = PROXIES + index;
  const main = plan.add(list, TRUTH, items, true);
  if (main !== null) return success({ name, list, items, main });
  const pairing = pairScores(own, theirs, direction);
  const reason = pairing.ok ? 'The scores have no rank correlation.' : pairing.reason;
  return failure({ ok: false, proxy: name, n, reason });
}

function draftRow(
  paired: PairedProxy,
  base: Result<PairedProxy, Extract<LeaderboardRow, { ok: false }>>,
  known: KnownItems,
  plan: TrackPlan,
  options: LeaderboardOptions,
): Draft {
  const { list, items } = paired;
  const { places } = items;
  const scores = Float64Array.from(places, (place) => known.scores[list - PROXIES]![place]!);
  const quality = Float64Array.from(places, (place) => known.quality[place]!);
  const pick = <Value>(values: readonly Value[]): Value[] =>
    Array.from(places, (place) => values[known.items[place]!]!);
  const { groups, matchingSizes, budgets = [], bestOf = DEFAULT_BEST_OF } = options;
  const sizes = pick(options.sizes);
  return {
    ...paired,
    withSizes: plan.add(list, SIZES, items),
    sizesWithTruth: plan.add(SIZES, TRUTH, items),
    comparison: compareWith(base, paired, plan),
    rest: {
      tiedScores: countTied(paired.main.ranks),
      sizeMatched: sizeMatchedTau(
        scores,
        quality,
        matchingSizes === undefined ? sizes : pick(matchingSizes),
      ),
      ...(groups !== undefined && { within: withinGroupsTau(scores, quality, pick(groups)) }),
      precisionAt: precisions(scores, quality),
      regret: [null, ...budgets].map((budget) =>
        regretUnder(budget, scores, quality, sizes, bestOf),
      ),
    },
  };
}

function compareWith(
  base: Result<PairedProxy, Extract<LeaderboardRow, { ok: false }>>,
  own: PairedProxy,
  plan: TrackPlan,
): Draft['comparison'] {
  if (!base.ok)
    return failure(`The baseline ${base.reason.proxy} ranks nothing. ${base.reason.reason}`);
  const { value: baseline } = base;
  if (own.list === baseline.list) return null;
  const theirs = new Set(baseline.items.places);
  const both = itemSet([...own.items.places].filter((place) => theirs.has(place)));
  const ownTrack = plan.add(own.list, TRUTH, both);
  const baselineTrack = plan.add(baseline.list, TRUTH, both);
  if (ownTrack === null || baselineTrack === null) {
    return failure(
      `Of the ${both.places.length} items that both this proxy and the baseline ${baseline.name} score, one of them or the ground truth ranks nothing.`,
    );
  }
  return success({ own: ownTrack, baseline: baselineTrack });
}

function precisions(
  scores: Float64Array,
  quality: Float64Array,
): Readonly<Record<string, TopPrecision>> {
  const entries = TOP_PERCENTS.flatMap((percent) => {
    const precision = topPrecision(scores, quality, percent);
    return precision.ok ? [[`${percent}%`, precision.value] as const] : [];
  });
  return Object.fromEntries(entries);
}

function regretUnder(
  budget: number | null,
  scores: Float64Array,
  quality: Float64Array,
  sizes: readonly number[],
  bestOf: number,
): BudgetRegret {
  const admitted = (_: number, item: number): boolean => budget === null || sizes[item]! <= budget;
  const allowed = scores.filter(admitted);
  return {
    budget,
    items: allowed.length,
    regret: pickRegret(allowed, quality.filter(admitted), bestOf),
  };
}

function finishRow(draft: Draft, values: readonly TrackValues[]): LeaderboardEntry {
  const { name, main, rest, comparison } = draft;
  const { ranks } = main;
  const { n } = ranks;
  const { tauA, tauB, rho } = values[main.index]!;
  const warnings: string[] = [];
  // A resample has all three of them or none, so that one warning serves.
  const subject = {
    name: 'tau-b, tau-a and rho',
    leftOutBecause: 'in which all scores or all ground truths are equal',
  };
  const correlation = (
    { value, p }: { readonly value: number; readonly p: number },
    resampled: Float64Array,
    into: string[] = [],
  ): Correlation => ({ value, ci95: intervalOrWarning(subject, n, resampled, into), p });
  return {
    ok: true,
    proxy: name,
    n,
    kendallTauB: correlation(kendallTauBOfRanks(ranks), tauB, warnings),
    kendallTauA: correlation(kendallTauAOfRanks(ranks), tauA),
    spearman: correlation(spearmanRhoOfRanks(ranks), rho),
    ...rest,
    partial: partialOf(draft, values, warnings),
    versusBaseline: comparison === null ? null : differenceOf(comparison, values),
    warnings,
  };
}

function differenceOf(
  comparison: Result<Comparison>,
  values: readonly TrackValues[],
): Result<PairedDifference> {
  if (!comparison.ok) return comparison;
  const { own, baseline } = comparison.value;
  return pairedDifference(
    own.ranks.n,
    { value: own.tauB, values: values[own.index]!.tauB },
    { value: baseline.tauB, values: values[baseline.index]!.tauB },
  );
}

function partialOf(
  { main, withSizes, sizesWithTruth }: Draft,
  values: readonly TrackValues[],
  warnings: string[],
): Result<PartialCorrelation> {
  if (withSizes === null || sizesWithTruth === null) {
    return failure('All items have the same size: there is nothing to hold fixed.');
  }
  const value = partialTau(main.tauB, withSizes.tauB, sizesWithTruth.tauB);
  if (!value.ok) return value;
  const own = values[main.index]!.tauB;
  const ofSizes = values[withSizes.index]!.tauB;
  const ofTruth = values[sizesWithTruth.index]!.tauB;
  const resampled = own.map((xy, resample) => {
    const partial = partialTau(xy, ofSizes[resample]!, ofTruth[resample]!);
    return partial.ok ? partial.value : NaN;
  });
  const name = 'the partial tau';
  const leftOutBecause = 'in which sizes explain everything, or something is constant';
  const ci95 = intervalOrWarning({ name, leftOutBecause }, main.ranks.n, resampled, warnings);
  return success({
    value: value.value,
    ci95,
    p: ci95 === null ? null : waldP(value.value, resampled),
  });
}

/** The two-sided p-value of a value over the standard deviation of its resamples. */
function waldP(value: number, resampled: Float64Array): number | null {
  const values = resampled.filter((each) => !Number.isNaN(each));
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
  const squares = values.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  const error = Math.sqrt(squares / (values.length - 1));
  return error > 0 ? Math.min(1, 2 * normalTail(Math.abs(value) / error)) : null;
}
