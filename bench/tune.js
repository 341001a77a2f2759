/** How well a balance that was chosen by few labels, or none, orders the FlexiBERT models. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_SETTINGS, readCandidates, scoreAll } from '../dist/index.js';
import { atOnce } from '../dist/event-loop-break.js';
import { tuneBalance } from '../dist/tuning/tune-balance.js';
import { BENCHMARKS, check, median, secondsOf } from './harness.js';

export const title = 'Balances chosen on the 500 FlexiBERT models, tau-b on labels not looked at';

const FILE = join(BENCHMARKS, 'flexibert', 'BERT_benchmark.json');
const SEEDS = 30;
const SAMPLES = 20;

/** @typedef {import('../dist/tuning/tuning-item.js').TuningItem} TuningItem */

/**
 * @param {{ quick: boolean }} options
 * @returns {Promise<import('./harness.js').Result>}
 */
export async function run({ quick }) {
  if (!existsSync(FILE)) {
    return { settings: '', figures: [], ratios: [], checks: [], skipped: [`no file ${FILE}`] };
  }
  const seeds = quick ? 5 : SEEDS;
  const items = await itemsOf('declared');
  const spread = summarize(sampling(items, seeds, 'spread'));
  const random = summarize(sampling(items, seeds, 'random'));
  const labelFree = heldOut(items, 'label-free', 0);
  const released = await itemsOf('released');
  const seconds = [];
  for (let round = 0; round < 5; round++) {
    seconds.push(await secondsOf(() => tune(items, 'optimize', 0, 'spread')));
  }
  check(labelFree === heldOut(items, 'label-free', 1), 'label-free with two seeds');
  return {
    settings: `declared build, expected mode; sampling ${SAMPLES} labels, ${seeds} seeds`,
    figures: [
      {
        name: 'sampling, standard deviation over the seeds',
        value: spread.deviation,
        unit: 'tau-b',
      },
      { name: 'sampling, lowest', value: spread.lowest, unit: 'tau-b' },
      { name: 'sampling, highest', value: spread.highest, unit: 'tau-b' },
      { name: 'sampling, drawn at random, mean', value: random.mean, unit: 'tau-b' },
      {
        name: 'sampling, drawn at random, standard deviation',
        value: random.deviation,
        unit: 'tau-b',
      },
      { name: 'sampling, drawn at random, lowest', value: random.lowest, unit: 'tau-b' },
      { name: 'sampling, drawn at random, highest', value: random.highest, unit: 'tau-b' },
      { name: 'label-free', value: labelFree, unit: 'tau-b' },
      {
        name: 'label-free, released build',
        value: heldOut(released, 'label-free', 0),
        unit: 'tau-b',
      },
      { name: 'optimize, folds left out', value: heldOut(items, 'optimize', 0), unit: 'tau-b' },
      { name: 'time of optimize with its folds', value: median(seconds), unit: 's' },
    ],
    ratios: [
      {
        name: 'sampling, mean held-out',
        value: spread.mean,
        bound: 'at least',
        target: 0.62,
        unit: 'tau-b',
      },
    ],
    checks: ['label-free does not depend on the seed'],
  };
}

/**
 * @param {'declared' | 'released'} build
 * @returns {Promise<TuningItem[]>}
 */
async function itemsOf(build) {
  const { candidates } = await readCandidates([FILE], { build });
  const scores = await scoreAll(
    candidates.map(({ architecture }) => architecture),
    DEFAULT_SETTINGS,
  );
  return candidates.map(({ id, scores: { glue } }, index) => {
    const result = scores[index];
    if (result?.ok !== true) throw new Error(`no score of ${id}`);
    const { score, capacity } = result.value;
    return { id, score, capacity, ...(glue !== undefined && { quality: glue }) };
  });
}

/**
 * @param {readonly TuningItem[]} items
 * @param {'sampling' | 'label-free' | 'optimize'} strategy
 * @param {number} seed
 * @param {'spread' | 'random'} draw
 */
function tune(items, strategy, seed, draw) {
  const tuning = atOnce(
    tuneBalance(items, {
      strategy,
      correlation: 'kendall',
      direction: 'higher-is-better',
      seed,
      samples: SAMPLES,
      draw,
    }),
  );
  if (!tuning.ok) throw new Error(tuning.reason);
  return tuning.value;
}

/**
 * @param {readonly TuningItem[]} items
 * @param {'sampling' | 'label-free' | 'optimize'} strategy
 * @param {number} seed
 * @param {'spread' | 'random'} [draw]
 */
function heldOut(items, strategy, seed, draw = 'spread') {
  return tune(items, strategy, seed, draw).unseen?.agreement.kendallTauB ?? NaN;
}

/**
 * @param {readonly TuningItem[]} items
 * @param {number} seeds
 * @param {'spread' | 'random'} draw
 */
function sampling(items, seeds, draw) {
  return Array.from({ length: seeds }, (_, seed) => heldOut(items, 'sampling', seed, draw));
}

/** @param {readonly number[]} values */
function summarize(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    mean,
    deviation: Math.sqrt(squares / (values.length - 1)),
    lowest: Math.min(...values),
    highest: Math.max(...values),
  };
}
