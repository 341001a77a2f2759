/** Proxies that run the network on every eighth model of three sets, which a test measures again. */
import { directionOfQuality } from '../../dist/evaluation/quality-direction.js';
import { kendallTauB } from '../../dist/index.js';
import { embeddedTruth } from '../../dist/truth/truth.js';
import { DATA_SETS } from './data-sets.js';
import { correlate, networkProxies, networkScores } from './network-scores.js';
import { NETWORK } from './run-commands.js';
import { table } from './tables.js';

/** @typedef {import('../../dist/index.js').Candidate} Candidate */
/** @typedef {import('./network-scores.js').Scores} Scores */

/** Every how many models one is measured again by the tests. */
const EVERY = 8;

/**
 * Tau-b on some models of the sets that take too long for a test.
 *
 * @param {readonly { names: readonly string[], batch?: number }[]} groups of proxies
 */
async function sampleOf(groups) {
  const sets = [DATA_SETS['flexibert-declared'], DATA_SETS['flexibert-trained'], DATA_SETS.gpt2];
  /** @type {{ title: string, scores: Scores, quality: number[] }[]} */
  const columns = [];
  for (const set of sets) {
    /** @type {Map<string, readonly (number | null)[]>} */
    const scores = new Map();
    /** @type {readonly Candidate[]} */
    let candidates = [];
    for (const { names, ...rest } of groups) {
      const options = { ...rest, every: EVERY, proxies: networkProxies(names) };
      const measured = await networkScores(set, options);
      candidates = measured.candidates;
      for (const [name, own] of measured.scores) scores.set(name, own);
    }
    const truth = embeddedTruth(candidates);
    if (!truth.ok) throw new Error(JSON.stringify(truth.reason));
    const { column, values } = truth.value;
    const sign = directionOfQuality(column) === 'lower-is-better' ? -1 : 1;
    const quality = candidates.map(({ id }) => sign * (values.get(id) ?? NaN));
    columns.push({ title: `${set.name} (${candidates.length}):`, scores, quality });
  }
  const rows = groups
    .flatMap(({ names }) => names)
    .map((name) => [
      name,
      ...columns.map(({ scores, quality }) =>
        correlate(kendallTauB, scores.get(name) ?? [], quality),
      ),
    ]);
  return table(['proxy', ...columns.map(({ title }) => title)], rows);
}

/** The proxies of the tables of whole sets. */
export const sample = () => sampleOf([{ names: NETWORK }]);

/** Proxies that are measured on no more than these models. */
const RECENT = [
  ...['zico', 'meco', 'meco-opt'],
  ...['az-nas-expressivity', 'az-nas-progressivity', 'az-nas-trainability'],
];

/** Sequences of a batch that leave SWAP patterns to count: of the default there are all. */
const SWAP_BATCH = 32;

/** The proxies that the tables of whole sets do not have. */
export const recentSample = () =>
  sampleOf([{ names: RECENT }, { names: ['swap'], batch: SWAP_BATCH }]);
