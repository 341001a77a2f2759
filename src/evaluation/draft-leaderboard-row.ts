import { countTied } from './count-tied.ts';
import { discountedGain } from './discounted-gain.ts';
import type { LeaderboardOptions, LeaderboardProxy } from './leaderboard-options.ts';
import type { BudgetRegret, LeaderboardEntry, LeaderboardRow } from './leaderboard-row.ts';
import { pairScores } from './pair-scores.ts';
import { DEFAULT_BEST_OF, pickRegret } from './pick-regret.ts';
import { sizeMatchedTauInSteps, type SizeMatchedTau } from './size-matched-tau.ts';
import { topPrecision } from './top-precision.ts';
import { DEFAULT_TOPS, type TopSize } from './top-size.ts';
import { itemSet, type ItemSet, type PlannedTrack, type TrackPlan } from './track-plan.ts';
import { qualityOf } from './truth-direction.ts';
import { withinGroupsTau } from './within-groups-tau.ts';
import { mapInSteps, type Steps } from '../event-loop-break.ts';
import { failure, success, type Result } from '../result.ts';
import { roundForTies } from '../scoring/round-for-ties.ts';

/** The places of the lists that every proxy is paired with; those of the proxies follow. */
const TRUTH = 0;
const SIZES = 1;
const PROXIES = 2;

/** A row before its resamples. */
export interface RowDraft {
  readonly name: string;
  /** The place of its scores among the lists. */
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
    'tiedScores' | 'sizeMatched' | 'matched' | 'within' | 'precisionAt' | 'ndcgAt' | 'regret'
  >;
}

/** A proxy and the baseline on the same items. */
export interface Comparison {
  readonly own: PlannedTrack;
  readonly baseline: PlannedTrack;
}

/** Why a proxy has no row of numbers. */
type IdleRow = Extract<LeaderboardRow, { ok: false }>;

/** The items whose ground truth is known. */
export interface KnownItems {
  /** Their places in the lists of the options. */
  readonly items: readonly number[];
  readonly quality: Float64Array;
  readonly sizes: Float64Array;
  /** Each proxy's rounded scores, NaN where it has none. */
  readonly scores: readonly Float64Array[];
}

/** The items whose ground truth is known, with their numbers. */
export function* knownItems({
  proxies,
  truth,
  direction,
  sizes,
}: LeaderboardOptions): Steps<KnownItems> {
  const items = truth.flatMap((value, item) => (value === null ? [] : [item]));
  const known = truth.filter((value) => value !== null);
  return {
    items,
    quality: qualityOf(known, direction),
    sizes: Float64Array.from(items, (item) => sizes[item]!),
    scores: yield* mapInSteps(proxies, ({ scores }) =>
      Float64Array.from(items, (item) => {
        const score = scores[item];
        return typeof score === 'number' ? roundForTies(score) : NaN;
      }),
    ),
  };
}

/** What every row needs of every other: the scores paired with the truth. */
export type PairedProxy = Pick<RowDraft, 'name' | 'list' | 'items' | 'main'>;

/** Pairs the scores of a proxy with the truth; a failed row where they rank nothing. */
export function pairProxy(
  { name, scores, reason: missing }: LeaderboardProxy,
  index: number,
  known: KnownItems,
  plan: TrackPlan,
  { truth, direction }: LeaderboardOptions,
): Result<PairedProxy, IdleRow> {
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

/** The numbers of a row that need no resample, and the tracks of those that do. */
export function* draftRow(
  paired: PairedProxy,
  base: Result<PairedProxy, IdleRow>,
  known: KnownItems,
  plan: TrackPlan,
  options: LeaderboardOptions,
): Steps<RowDraft> {
  const { list, items } = paired;
  const { places } = items;
  const scores = Float64Array.from(places, (place) => known.scores[list - PROXIES]![place]!);
  const quality = Float64Array.from(places, (place) => known.quality[place]!);
  const pick = <Value>(values: readonly Value[]): Value[] =>
    Array.from(places, (place) => values[known.items[place]!]!);
  const { matchingSizes, otherSizes, budgets = [], bestOf = DEFAULT_BEST_OF } = options;
  const { tops = DEFAULT_TOPS } = options;
  const sizes = pick(options.sizes);
  yield;
  const withSizes = plan.add(list, SIZES, items);
  yield;
  const sizesWithTruth = plan.add(SIZES, TRUTH, items);
  yield;
  const comparison = compareWith(base, paired, plan);
  yield;
  const sizeMatched = yield* sizeMatchedTauInSteps(
    scores,
    quality,
    matchingSizes === undefined ? sizes : pick(matchingSizes),
  );
  const matched: [string, Result<SizeMatchedTau>][] = [];
  for (const [name, others] of Object.entries(otherSizes ?? {})) {
    matched.push([name, yield* sizeMatchedTauInSteps(scores, quality, pick(others))]);
  }
  const within = yield* withinInSteps(scores, quality, pick, options);
  yield;
  const precisionAt = byTop(tops, (top) => topPrecision(scores, quality, top));
  const ndcgAt = byTop(tops, (top) => discountedGain(scores, quality, top));
  yield;
  const regret = yield* mapInSteps([null, ...budgets], (budget) =>
    regretUnder(budget, scores, quality, sizes, bestOf),
  );
  const tiedScores = countTied(paired.main.ranks);
  return {
    ...paired,
    withSizes,
    sizesWithTruth,
    comparison,
    rest: {
      tiedScores,
      sizeMatched,
      ...(otherSizes !== undefined && { matched: Object.fromEntries(matched) }),
      ...(within !== null && { within }),
      precisionAt,
      ndcgAt,
      regret,
    },
  };
}

function compareWith(
  base: Result<PairedProxy, IdleRow>,
  own: PairedProxy,
  plan: TrackPlan,
): RowDraft['comparison'] {
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

/** Tau within what was asked for; null if nothing was. */
function* withinInSteps(
  scores: Float64Array,
  quality: Float64Array,
  pick: <Value>(values: readonly Value[]) => Value[],
  { within }: LeaderboardOptions,
): Steps<NonNullable<LeaderboardEntry['within']> | null> {
  if (within === undefined) return null;
  if ('groups' in within) return withinGroupsTau(scores, quality, pick(within.groups));
  const values = pick(within.values);
  const isKnown = (_: number, item: number): boolean => values[item] !== null;
  return yield* sizeMatchedTauInSteps(
    scores.filter(isKnown),
    quality.filter(isKnown),
    values.filter((value) => value !== null),
    within.tolerance,
  );
}

/** What there is of each top, by its name. */
function byTop<Value>(
  tops: readonly TopSize[],
  of: (top: TopSize) => Result<Value>,
): Readonly<Record<string, Value>> {
  const entries = tops.flatMap((top) => {
    const result = of(top);
    return result.ok ? [[String(top), result.value] as const] : [];
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
