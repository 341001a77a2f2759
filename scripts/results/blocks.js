import { comparisonOf, DATA_SETS, measuredOf } from './data-sets.js';
import { FIGURES } from './figures.js';
import { published } from './measure-figures.js';
import { recentSample, sample } from './network-sample.js';
import { lpzeroColumns, networkTaus, publishedColumns } from './networks.js';
import { overview, summary } from './overview.js';
import { predictionDraws } from './prediction-draws.js';
import { setup } from './run-commands.js';
import { leaderboard, qualitiesOfVit } from './tables.js';
import { labelFree, optimized, sampling } from './tuning.js';

/**
 * @typedef {object} Block what a script writes into a document
 * @property {boolean} slow whether it takes more than some seconds
 * @property {boolean} [nearly] whether it is of networks, whose numbers differ between processors
 * @property {boolean} [untested] whether it takes more than a test may
 * @property {() => Promise<string>} make
 */

/** The comparison of proxies on a set. @param {keyof typeof DATA_SETS} key @param {boolean} slow */
const comparison = (key, slow) => ({
  slow,
  make: () => leaderboard(comparisonOf(DATA_SETS[key])),
});

/** A block of whole sets, of which a test measures some models again. @param {Block['make']} make */
const untested = (make) => ({ slow: true, nearly: true, untested: true, make });

/** Every block by the name that its marker has. @type {Readonly<Record<string, Block>>} */
export const BLOCKS = {
  setup: { slow: false, make: setup },
  overview: { slow: true, make: overview },
  summary: { slow: true, make: summary },
  'flexibert-declared': comparison('flexibert-declared', false),
  'flexibert-released': comparison('flexibert-released', false),
  'flexibert-trained': comparison('flexibert-trained', false),
  'flexibert-nsc-paper': {
    slow: false,
    make: () =>
      leaderboard(`${DATA_SETS['flexibert-declared'].input} --proxy nsc --nsc-shapes paper`),
  },
  gpt2: comparison('gpt2', false),
  'hw-gpt-declared': comparison('hw-gpt-declared', true),
  'hw-gpt-trained': comparison('hw-gpt-trained', true),
  openlm: comparison('openlm', true),
  'openlm-laws': {
    slow: true,
    make: () =>
      leaderboard(
        `${measuredOf(DATA_SETS.openlm)} --train-column tokens --proxy params-no-embedding,bottleneck,scaling-law,depth-width-law --baseline params-no-embedding`,
      ),
  },
  'nmt-ja-en': comparison('nmt-ja-en', true),
  'nmt-ru-en': comparison('nmt-ru-en', true),
  'nmt-sw-en': comparison('nmt-sw-en', true),
  'nmt-zh-en': comparison('nmt-zh-en', true),
  hat: comparison('hat', true),
  vit: { slow: true, make: qualitiesOfVit },
  'prediction-draws': { slow: true, make: predictionDraws },
  network: untested(networkTaus),
  'network-sample': { slow: true, nearly: true, make: sample },
  'network-recent': { slow: true, nearly: true, make: recentSample },
  'network-published': untested(publishedColumns),
  'network-lpzero': untested(lpzeroColumns),
  'published-flexibert': { slow: false, make: () => published(FIGURES.flexibert) },
  'published-gpt2': { slow: false, make: () => published(FIGURES.gpt2) },
  'published-hw-gpt': { slow: true, make: () => published(FIGURES['hw-gpt']) },
  sampling: { slow: true, make: sampling },
  'label-free': { slow: true, make: labelFree },
  optimize: { slow: true, make: optimized },
};
