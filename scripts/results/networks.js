/**
 * The parts of `docs/results.md` about the proxies that run the network. A set takes from minutes to an
 * hour, so that scores are kept between commands, and from run to run in the file that ZEROLM_SCORES
 * names.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseCsv } from 'csv-parse/sync';
import { parse as parseYaml } from 'yaml';
import { BENCHMARKS } from '../../bench/harness.js';
import { kendallTauB, spearmanRho } from '../../dist/index.js';
import { confidenceOfLayers, saliencyOfHeads, softmaxOverHeads } from './authors-measures.js';
import { DATA_SETS, measuredOf } from './data-sets.js';
import { correlate, networkScores } from './network-scores.js';
import { evaluated, NETWORK } from './run-commands.js';
import { digits, entryOf, table } from './tables.js';

/** @typedef {import('../../dist/index.js').Candidate} Candidate */

/** What the network proxies are measured on. */
const SETS = [
  DATA_SETS['flexibert-declared'],
  DATA_SETS['flexibert-released'],
  DATA_SETS['flexibert-trained'],
  DATA_SETS.gpt2,
];

/** What changes no number. */
const SETTINGS = '--memory-limit 4G --resume scores.ndjson --resamples 100';

/** Tau-b of the proxies that run the network, beside that of some that need shapes alone. */
export async function networkTaus() {
  /** @type {import('./tables.js').EvaluateDocument[]} */
  const documents = [];
  for (const set of SETS) {
    const command = `${measuredOf(set)} --proxy zerolm,params,bottleneck,$network`;
    documents.push(await evaluated(`${command} ${SETTINGS}`));
  }
  const rows = ['zerolm', 'params', 'bottleneck', ...NETWORK].map((proxy) => [
    proxy,
    ...documents.map((document) => {
      const { kendallTauB, n } = entryOf(document, proxy);
      return `${digits(kendallTauB.value)}${n < document.n ? ` (${n})` : ''}`;
    }),
  ]);
  return table(['proxy', ...SETS.map(({ name }) => `${name}:`)], rows);
}

/** @typedef {Record<string, string>} Row a row of the authors' file, by column */

/** @typedef {(row: Row, candidate: Candidate) => number} Column what is taken from it */

/** Feed-forward layers in front of an activation function. @param {Candidate} candidate */
const activationsOf = ({ architecture: { blocks } }) =>
  blocks.reduce((sum, { feedForwardWidths }) => sum + feedForwardWidths.length, 0);

/**
 * Blocks with heads that attend, and their queries, keys, values and weighted queries.
 *
 * @param {Candidate} candidate
 */
function headsOf({ architecture: { blocks } }) {
  const attending = blocks.filter(({ operation: { kind } }) => kind !== 'linear-transform');
  const weighted = attending.filter(
    ({ operation }) =>
      operation.kind === 'self-attention' && operation.similarity === 'weighted-multiplicative',
  );
  return { blocks: attending.length, layers: 3 * attending.length + weighted.length };
}

/**
 * What Serianni and Kalita publish, beside what it is to be held against.
 *
 * @type {readonly { column: string, proxy: string, key?: string, theirs?: Column,
 *   ours?: (score: number, candidate: Candidate) => number }[]}
 */
const PUBLISHED = [
  {
    column: 'Head Confidence',
    proxy: 'head-confidence, times its number of layers',
    ours: (score, candidate) => score * headsOf(candidate).layers,
  },
  { column: 'Head Confidence', proxy: 'their formula', key: confidenceOfLayers.name },
  { column: 'Head Confidence Normalized', proxy: 'head-confidence' },
  {
    column: 'Head Softmax Confidence',
    proxy: 'head-softmax-confidence, times its number of blocks',
    ours: (score, candidate) => score * headsOf(candidate).blocks,
  },
  { column: 'Head Softmax Confidence', proxy: 'their formula', key: softmaxOverHeads.name },
  { column: 'Activation Distance', proxy: 'activation-distance' },
  {
    column: 'Activation Distance, hooks undone',
    proxy: 'activation-distance',
    theirs: (row, candidate) =>
      Number(row['Activation Distance Normalized']) * activationsOf(candidate),
  },
  { column: 'Synaptic Diversity', proxy: 'synaptic-diversity' },
  { column: 'Synaptic Saliency', proxy: 'synaptic-saliency' },
  { column: 'Head Importance', proxy: 'head-importance' },
  { column: 'Head Importance', proxy: 'their formula', key: saliencyOfHeads.name },
  { column: 'Jacobian Score', proxy: 'jacobian-covariance' },
  { column: 'Jacobian Score Normalized, a cosine', proxy: 'jacobian-cosine' },
];

/** Our scores of the released build beside the columns that its authors publish. */
export async function publishedColumns() {
  const file = join(BENCHMARKS, 'flexibert', 'BERT_results_activation.csv');
  /** @type {Row[]} */
  const parsed = parseCsv(readFileSync(file, 'utf8'), { columns: true });
  const byId = new Map(parsed.map((row) => [row.ID, row]));
  const { candidates, scores } = await networkScores(DATA_SETS['flexibert-released']);
  const variants = await networkScores(DATA_SETS['flexibert-released'], {
    proxies: [confidenceOfLayers, softmaxOverHeads, saliencyOfHeads],
  });
  const all = new Map([...scores, ...variants.scores]);
  const glue = candidates.map(({ scores: own }) => own.glue ?? null);
  const rows = PUBLISHED.map(({ column, proxy, key, theirs, ours = (score) => score }) => {
    const [name = ''] = proxy.split(',');
    const [title = ''] = column.split(',');
    const own = candidates.map((candidate, index) => {
      const score = all.get(key ?? name)?.[index] ?? null;
      return score === null ? null : ours(score, candidate);
    });
    const published = candidates.map((candidate) => {
      const row = byId.get(candidate.id);
      if (row === undefined) return null;
      return theirs === undefined ? Number(row[title]) : theirs(row, candidate);
    });
    return [
      column,
      proxy,
      String(own.filter((score) => score !== null).length),
      correlate(spearmanRho, own, published),
      correlate(spearmanRho, published, glue),
      correlate(spearmanRho, own, glue),
    ];
  });
  const header = [
    ...['column', 'held against', 'models:', 'rho of the two:'],
    ...['rho of the column with GLUE:', 'rho of ours with GLUE:'],
  ];
  return table(header, rows);
}

/** Files of the LPZero authors, by the proxy that has the same name or place. */
const LPZERO = {
  'gradient-norm': 'grad_norm',
  snip: 'snip',
  grasp: 'grasp',
  fisher: 'fisher',
  synflow: 'synflow',
  'log-synflow': 'logsynflow',
  'jacobian-cosine': 'jacobian_cosine',
  'synaptic-diversity': 'synaptic_diversity',
  'synaptic-saliency': 'synaptic_saliency',
  'activation-distance': 'activation_distance',
  'head-importance': 'head_importance',
  'head-confidence': 'head_confidence',
  'head-softmax-confidence': 'attention_confidence',
  lpzero: 'lpzero',
};

/** Our scores of the GPT-2 models beside those of the authors of LPZero. */
export async function lpzeroColumns() {
  const { candidates, scores } = await networkScores(DATA_SETS.gpt2);
  const perplexity = candidates.map(({ scores: own }) => -(own.valid_ppl ?? NaN));
  const rows = Object.entries(LPZERO).map(([proxy, file]) => {
    const path = join(
      BENCHMARKS,
      'gpt2-wt103',
      'reference-scores',
      `${file}_scores_seed_1111.yaml`,
    );
    /** @type {Record<string, number>} */
    const theirs = parseYaml(readFileSync(path, 'utf8'));
    const column = candidates.map(({ id }) => theirs[id] ?? null);
    const own = scores.get(proxy) ?? [];
    return [
      proxy,
      file,
      correlate(spearmanRho, own, column),
      correlate(kendallTauB, column, perplexity),
      correlate(kendallTauB, own, perplexity),
    ];
  });
  const header = ['proxy', 'file', 'rho with theirs:', 'tau-b of theirs:', 'tau-b of ours:'];
  return table(header, rows);
}
