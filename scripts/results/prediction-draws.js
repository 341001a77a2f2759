/** Prediction from labels that are drawn at random, on the nine sets on which it was developed. */
import { atOnce } from '../../dist/event-loop-break.js';
import { fitLabels, usedLabels } from '../../dist/prediction/label-model.js';
import { strataOfPrior } from '../../dist/prediction/suggest-labels.js';
import { alphaBalance } from '../../dist/scoring/balance.js';
import { roundForTies } from '../../dist/scoring/round-for-ties.js';
import { correlationBetween } from '../../dist/tuning/agreement.js';
import { balancedScores } from '../../dist/tuning/balanced-scores.js';
import { bestAlpha } from '../../dist/tuning/best-alpha.js';
import { shuffled } from '../../dist/tuning/shuffle.js';
import { DATA_SETS } from './data-sets.js';
import { measuredPools } from './measured-pool.js';
import { table } from './tables.js';

/**
 * @typedef {Omit<Awaited<ReturnType<typeof measuredPools>>, 'plain' | 'sized'> & {
 *   pool: import('../../dist/prediction/candidate-pool.js').CandidatePool }} Measured
 */

/** Labels, and draws of as many. */
const COUNTS = [5, 10, 20, 50];
const DRAWS = 30;

/** Most candidates without a label that a tau-b is taken over: drawn at random, of ten thousand. */
const MAX_HELD = 1000;

/**
 * Scores of candidates from the labels of others, each by its place.
 *
 * @typedef {(labelled: readonly number[], held: readonly number[]) => Promise<number[]>} Method
 */

/** Means of `predict`. @param {Measured} measured @returns {Method} */
function predictor({ pool, qualities }) {
  const scales = pool.scales();
  const points = pool.points(scales);
  const qualityOf = new Map(pool.ids.map((id, place) => [id, qualities[place] ?? NaN]));
  return async (labelled, held) => {
    const labels = usedLabels(pool, points, labelled, (id) => qualityOf.get(id) ?? NaN);
    const { posterior } = await fitLabels(labels, 'higher-is-better', scales, async () => {});
    return held.map((place) => posterior.at(points, place).mean);
  };
}

/** Scores under the alpha that the labels choose. @param {Measured} measured @returns {Method} */
function alphaTuner({ pool, qualities, capacities }) {
  const items = pool.ids.map((id, place) => ({
    ...{ id, score: 0, quality: qualities[place] ?? NaN },
    capacity: capacities[place] ?? { attention: NaN, feedForward: NaN, embedding: NaN },
  }));
  const some = (/** @type {readonly number[]} */ places) =>
    places.flatMap((place) => items[place] ?? []);
  return (labelled, held) => {
    const own = Float64Array.from(labelled, (place) => qualities[place] ?? NaN);
    const alpha = atOnce(bestAlpha(some(labelled), own, 'kendall'));
    if (!alpha.ok) throw new Error(alpha.reason);
    const scores = balancedScores(alphaBalance(alpha.value), some(held));
    if (scores === null) throw new Error('a score that is not finite');
    return Promise.resolve([...scores]);
  };
}

/**
 * Tau-b of a method with candidates that have no label.
 *
 * @param {Measured} measured
 * @param {Method} method
 * @param {readonly number[]} labelled
 * @param {readonly number[]} held
 */
async function tauOf({ qualities }, method, labelled, held) {
  const scores = await method(labelled, held);
  const own = held.map((place) => qualities[place] ?? NaN);
  const tau = correlationBetween('kendall', scores.map(roundForTies), own);
  if (tau === null) throw new Error('all scores or qualities are equal');
  return tau;
}

/** @param {readonly number[]} values */
const meanOf = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Mean tau-b over the draws of a set, by the number of labels.
 *
 * @param {Measured} measured
 * @param {Method} method
 */
async function meansOf(measured, method) {
  const all = measured.pool.ids.map((_, place) => place);
  const means = [];
  for (const count of COUNTS) {
    const taus = [];
    for (let seed = 0; seed < DRAWS; seed++) {
      const drawn = shuffled(all, seed, 'prediction/draws');
      const held = drawn.slice(count, count + MAX_HELD);
      taus.push(await tauOf(measured, method, drawn.slice(0, count), held));
    }
    means.push(meanOf(taus));
  }
  return means;
}

/**
 * Tau-b with the labels that `--suggest` asks for, by their number.
 *
 * @param {Measured} measured
 */
async function suggestedOf(measured) {
  const { pool } = measured;
  const { priors } = pool.points(pool.scales());
  const method = predictor(measured);
  const taus = [];
  for (const count of COUNTS) {
    const labelled = new Set(strataOfPrior(pool.ids, priors, count));
    const held = [...pool.ids.keys()].filter((place) => !labelled.has(place));
    taus.push(await tauOf(measured, method, [...labelled], held));
  }
  return taus;
}

/** The nine sets. */
const DEVELOPED = Object.values(DATA_SETS).filter(({ chosen }) =>
  chosen.some((what) => what === 'prediction'),
);

/** @type {Promise<Record<string, number[][]>> | undefined} */
let measuring;

/** Tau-b by method, set and number of labels, measured once. */
export async function drawnTaus() {
  measuring ??= measure();
  return measuring;
}

async function measure() {
  /** @type {Record<string, number[][]>} */
  const taus = { sized: [], plain: [], suggested: [], alpha: [] };
  for (const set of DEVELOPED) {
    const { plain, sized: other, ...rest } = await measuredPools(set);
    const [measured, sized] = [
      { ...rest, pool: plain },
      { ...rest, pool: other },
    ];
    taus.plain?.push(await meansOf(measured, predictor(measured)));
    taus.sized?.push(await meansOf(sized, predictor(sized)));
    taus.suggested?.push(await suggestedOf(measured));
    taus.alpha?.push(await meansOf(measured, alphaTuner(measured)));
  }
  return taus;
}

/** The mean over the sets, by the number of labels. @param {readonly number[][]} taus */
export const overSets = (taus) => COUNTS.map((_, at) => meanOf(taus.map((own) => own[at] ?? NaN)));

/** @param {readonly number[]} values */
const cells = (values) => values.map((value) => value.toFixed(3));

/** The mean of the nine sets by method, then each set by the method of `predict`. */
export async function predictionDraws() {
  const { plain = [], sized = [], suggested = [], alpha = [] } = await drawnTaus();
  const header = ['', ...COUNTS.map((count) => `${count} labels:`)];
  const methods = table(header, [
    ['`predict`, labels drawn at random', ...cells(overSets(plain))],
    ['the same with `--bottleneck-size decoders`', ...cells(overSets(sized))],
    ['`predict`, labels by `--suggest`', ...cells(overSets(suggested))],
    ['ZeroLM, alpha by the drawn labels', ...cells(overSets(alpha))],
  ]);
  const sets = table(
    header,
    DEVELOPED.map(({ name }, at) => [name, ...cells(plain[at] ?? [])]),
  );
  return [methods, 'Each set, labels drawn at random:', sets].join('\n\n');
}
