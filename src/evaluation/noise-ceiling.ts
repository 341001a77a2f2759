import { DEFAULT_RESAMPLES } from './bootstrap-interval.ts';
import { drawResample } from './draw-resample.ts';
import { findBootstrapProblem } from './find-bootstrap-problem.ts';
import { intervalOfValues } from './interval-of-values.ts';
import { kendallTauBOfRanks, kendallTauBOfSample } from './kendall-tau-b.ts';
import { pairRanks, type PairedRanks } from './pair-ranks.ts';
import { spearmanRhoOfRanks, spearmanRhoOfSample } from './spearman-rho.ts';
import { atOnce, mapInSteps, type Steps } from '../event-loop-break.ts';
import { philox4x32 } from '../initialization/philox.ts';
import { failure, success, type Result } from '../result.ts';

/** Fewest items measured more than once by which the noise can be estimated. */
export const FEWEST_REPEATED = 10;

/** Pairings of runs that are averaged: enough for which run is first to make no difference. */
const PAIRINGS = 20;

/** Keeps these random numbers apart from those that resamples draw with the same seed. */
const STREAM = 0x72756e73;

const WORD = 2 ** 32;

/** Measurements of the same items, made independently of each other. */
export interface RepeatedTruth {
  /** Each item's measurements; an item may have one or none. */
  readonly runs: readonly (readonly number[])[];
  /**
   * The number of the column that each run comes from, in the form of `runs`. Columns may differ in
   * mean and scale, as tasks do, so that runs of different columns are only compared as a whole
   * column with another. All runs are alike if absent.
   */
  readonly columns?: readonly (readonly number[])[];
  /**
   * Whether the ground truth that proxies are held against is the mean of an item's runs; false if
   * every run counts by itself, as where an architecture is listed several times.
   */
  readonly averaged: boolean;
}

/** An estimated correlation with its 95 % bootstrap interval over items, null if there is none. */
export interface CeilingEstimate {
  readonly value: number;
  readonly ci95: readonly [number, number] | null;
}

/** How well a proxy could do that knew the true quality of every item. */
export interface NoiseCeiling {
  readonly kendallTauB: CeilingEstimate;
  readonly spearman: CeilingEstimate;
  /** The correlations between two single runs, from which the ceiling is derived. */
  readonly betweenRuns: { readonly kendallTauB: number; readonly spearman: number };
  /** The items with at least two runs, on which these rest. */
  readonly repeatedItems: number;
  /** The runs of one ground truth: 1, or the harmonic mean of the items' numbers of runs. */
  readonly runsBehindTruth: number;
}

/** A rank correlation with its relation to Pearson's r under a bivariate normal distribution. */
interface Scale {
  readonly toPearson: (correlation: number) => number;
  readonly fromPearson: (r: number) => number;
}

const KENDALL: Scale = {
  toPearson: (tau) => Math.sin((Math.PI / 2) * tau),
  fromPearson: (r) => (2 / Math.PI) * Math.asin(r),
};

const SPEARMAN: Scale = {
  toPearson: (rho) => 2 * Math.sin((Math.PI / 6) * rho),
  fromPearson: (r) => (6 / Math.PI) * Math.asin(r / 2),
};

/** The correlation of the true quality with a truth of k runs; 0 where single runs disagree. */
function ceilingOf({ toPearson, fromPearson }: Scale, betweenRuns: number, k: number): number {
  const single = Math.min(1, Math.max(0, toPearson(betweenRuns)));
  const ofMean = (k * single) / (1 + (k - 1) * single);
  return fromPearson(Math.sqrt(ofMean));
}

/**
 * The noise ceiling: the rank correlation with the ground truth that a proxy would be expected to
 * have if it knew the true quality, which no deterministic proxy can surpass but by luck. It is
 * below 1 because the truth is measured with noise; the noise is seen between repeated runs.
 *
 * Two runs of an item are paired at random, or one of each of two columns, and the correlation
 * between the first and the second runs of all items, averaged over 20 such pairings, is turned into
 * Pearson's r of the underlying normal variables, where the theory of reliability holds:
 *
 *     r = sin(pi / 2 * tau) = 2 * sin(pi / 6 * rho)            (one run with another)
 *     R = k * r / (1 + (k - 1) * r)                            (a mean of k runs with another)
 *     ceiling tau = 2 / pi * asin(sqrt(R)),  ceiling rho = 6 / pi * asin(sqrt(R) / 2),
 *
 * because what is measured with reliability R correlates sqrt(R) with what is true. It assumes that
 * qualities are normal after some increasing map, that noise is independent of the item and between
 * runs, and that the repeated items are like the others. The intervals are percentiles over
 * resampled items.
 *
 * @param seed a whole number from 0 to 2^53 - 1
 * @param onProgress called with the resamples done and all of them
 * @returns a failure if fewer than 10 items have two runs, a run is not finite, runs are constant,
 *   or single runs of the same items don't agree at all
 *
 * Source: Spearman, "The proof and measurement of association between two things", American
 * Journal of Psychology 15, 1904 (attenuation); Spearman and Brown, British Journal of Psychology
 * 3, 1910 (k runs); Kendall, "Rank correlation methods", 4th edition 1970, chapter 9 (normal
 * variables).
 */
export function noiseCeiling(
  truth: RepeatedTruth,
  seed: number,
  resamples = DEFAULT_RESAMPLES,
  onProgress?: (done: number, total: number) => void,
): Result<NoiseCeiling> {
  return atOnce(noiseCeilingInSteps(truth, seed, resamples, onProgress));
}

/** The steps of {@link noiseCeiling}. */
export function* noiseCeilingInSteps(
  { runs, columns, averaged }: RepeatedTruth,
  seed: number,
  resamples = DEFAULT_RESAMPLES,
  onProgress: (done: number, total: number) => void = () => undefined,
): Steps<Result<NoiseCeiling>> {
  const problem = findBootstrapProblem(seed, resamples) ?? findRunProblem(runs);
  if (problem !== null) return failure(problem);
  const repeated = byColumn(runs, columns).filter((own) => own.flat().length > 1);
  yield;
  const pairs = pairsOfColumns(repeated);
  yield;
  if (pairs.length === 0) {
    return failure(`No two columns have ${FEWEST_REPEATED} items in common.`);
  }
  const pairings: Pairing[] = [];
  for (let pairing = 0; pairing < PAIRINGS; pairing++) {
    const pair = pairs[Math.floor((pairing * pairs.length) / PAIRINGS)]!;
    const paired = pairRuns(repeated, pair, seed, pairing);
    if (paired !== null) pairings.push(paired);
    yield;
  }
  if (pairings.length < PAIRINGS) return failure('The runs are the same for all repeated items.');
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const tau = mean(yield* mapInSteps(pairings, ({ ranks }) => kendallTauBOfRanks(ranks).value));
  const rho = mean(yield* mapInSteps(pairings, ({ ranks }) => spearmanRhoOfRanks(ranks).value));
  if (tau <= 0 || rho <= 0) {
    const what =
      columns === undefined ? 'Single runs of the same items' : 'The columns of the truth';
    return failure(
      `${what} do not agree (tau-b ${tau.toFixed(3)}, rho ${rho.toFixed(3)} between runs): ${columns === undefined ? '' : 'they measure different things, or '}the truth shows nothing but noise.`,
    );
  }
  const k = averaged ? harmonicMean(runs) : 1;
  const taus = new Float64Array(resamples);
  const rhos = new Float64Array(resamples);
  const multiplicities = new Uint32Array(repeated.length);
  const tauOf = pairings.map(({ ranks }) => kendallTauBOfSample(ranks));
  const rhoOf = pairings.map(({ ranks }) => spearmanRhoOfSample(ranks));
  for (let resample = 0; resample < resamples; resample++) {
    drawResample(seed, resample, multiplicities);
    const here = resample % PAIRINGS;
    const own = multiplicitiesOf(pairings[here]!, multiplicities);
    const tauHere = tauOf[here]!(own);
    const rhoHere = rhoOf[here]!(own);
    taus[resample] = tauHere === null ? NaN : ceilingOf(KENDALL, tauHere, k);
    rhos[resample] = rhoHere === null ? NaN : ceilingOf(SPEARMAN, rhoHere, k);
    onProgress(resample + 1, resamples);
    yield;
  }
  const estimate = (scale: Scale, betweenRuns: number, values: Float64Array): CeilingEstimate => {
    const interval = intervalOfValues(repeated.length, values);
    return {
      value: ceilingOf(scale, betweenRuns, k),
      ci95: interval.ok ? interval.value.interval : null,
    };
  };
  return success({
    kendallTauB: estimate(KENDALL, tau, taus),
    spearman: estimate(SPEARMAN, rho, rhos),
    betweenRuns: { kendallTauB: tau, spearman: rho },
    repeatedItems: repeated.length,
    runsBehindTruth: k,
  });
}

function findRunProblem(runs: RepeatedTruth['runs']): string | null {
  for (const [item, own] of runs.entries()) {
    const wrong = own.find((run) => !Number.isFinite(run));
    if (wrong !== undefined) {
      return `A run of the item at index ${item} is ${wrong}, not a finite number: correct it, or leave it out.`;
    }
  }
  const repeated = runs.filter(({ length }) => length > 1).length;
  if (repeated >= FEWEST_REPEATED) return null;
  return `A noise ceiling needs at least ${FEWEST_REPEATED} items that were measured more than once, and there ${repeated === 1 ? 'is 1' : `are ${repeated}`}.`;
}

/** The runs of an item by the number of their column. */
type ItemRuns = readonly (readonly number[])[];

/** The runs of each item by column: all in the first where no columns are given. */
function byColumn(runs: RepeatedTruth['runs'], columns: RepeatedTruth['columns']): ItemRuns[] {
  return runs.map((own, item) => {
    const lists: number[][] = [];
    for (const [index, run] of own.entries()) {
      const column = columns?.[item]?.[index] ?? 0;
      while (lists.length <= column) lists.push([]);
      lists[column]!.push(run);
    }
    return lists;
  });
}

/** Two columns, or the same one twice. */
type ColumnPair = readonly [number, number];

/** The pairs of columns of which enough items have a run each. */
function pairsOfColumns(items: readonly ItemRuns[]): ColumnPair[] {
  const count = items.reduce((most, { length }) => Math.max(most, length), 0);
  const pairs: ColumnPair[] = [];
  for (let a = 0; a < count; a++) {
    for (let b = a; b < count; b++) {
      let common = 0;
      for (const own of items) {
        if (hasPair(own, [a, b])) common += 1;
        if (common >= FEWEST_REPEATED) break;
      }
      if (common >= FEWEST_REPEATED) pairs.push([a, b]);
    }
  }
  return pairs;
}

function hasPair(own: ItemRuns, [a, b]: ColumnPair): boolean {
  const [ofA, ofB] = [own[a]?.length ?? 0, own[b]?.length ?? 0];
  return a === b ? ofA > 1 : ofA > 0 && ofB > 0;
}

/** Two runs of each item that has them. */
interface Pairing {
  /** Numbers of these items. */
  readonly items: readonly number[];
  readonly ranks: PairedRanks;
}

/** Two runs of each item, drawn without replacement; null if first or second runs are constant. */
function pairRuns(
  runs: readonly ItemRuns[],
  pair: ColumnPair,
  seed: number,
  pairing: number,
): Pairing | null {
  const [a, b] = pair;
  const items = [...runs.keys()].filter((item) => hasPair(runs[item]!, pair));
  const first = new Float64Array(items.length);
  const second = new Float64Array(items.length);
  const words = new Uint32Array(4);
  for (const [place, item] of items.entries()) {
    const [ofA, ofB] = [runs[item]![a]!, runs[item]![b]!];
    philox4x32(item, pairing, 0, STREAM, seed >>> 0, Math.floor(seed / WORD), words);
    const one = Math.floor((words[0]! / WORD) * ofA.length);
    const others = a === b ? ofB.length - 1 : ofB.length;
    const other = Math.floor((words[1]! / WORD) * others);
    first[place] = ofA[one]!;
    second[place] = ofB[a === b && other >= one ? other + 1 : other]!;
  }
  const ranks = pairRanks(first, second);
  return ranks.ok ? { items, ranks: ranks.value } : null;
}

/** How often each item of a pairing is in a resample of all. */
function multiplicitiesOf({ items }: Pairing, all: Uint32Array): Uint32Array {
  return items.length === all.length ? all : Uint32Array.from(items, (item) => all[item]!);
}

/** The number of runs whose mean has the average noise variance of the items' means. */
function harmonicMean(runs: RepeatedTruth['runs']): number {
  const counts = runs.map(({ length }) => length).filter((count) => count > 0);
  return counts.length / counts.reduce((sum, count) => sum + 1 / count, 0);
}
