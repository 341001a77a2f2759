import { DTYPES } from '../../costs/dtype.ts';
import { COST_NAMES } from '../../costs/registry.ts';
import { DEFAULT_CHECKED, DEFAULT_LATENCY_SETTINGS } from '../../latency/latency-settings.ts';
import { DEFAULT_NETWORK_SETTINGS, NETWORK_LOSSES } from '../../proxy-parts/network-settings.ts';
import { DEFAULT_MEASURED } from '../../workflows/chosen-cost.ts';
import { option } from './option-spec.ts';
import { MAX_REPEATS, parseAmount, parseBytes, wholeNumber } from './parse-values.ts';

/** Longest sequence: contexts of ten million tokens have been announced. */
const MAX_SEQUENCE_LENGTH = 2 ** 24;

/** Largest batch: the real limit is its memory, which is estimated. */
const MAX_BATCH = 2 ** 16;

/** Most threads: more than any machine has cores. */
const MAX_THREADS = 1024;

const DEFAULTS = DEFAULT_LATENCY_SETTINGS;

/** The memory of models that are measured or run. */
const MEMORY = {
  memoryLimit: option('--memory-limit <size>', 'memory to measure or run models in, as 500M', {
    parse: parseBytes,
    default: DEFAULTS.memoryLimit,
    defaultText: '2G',
  }),
};

/** How the work is done; none of these changes a score. */
export const ENGINE = {
  jobs: option('--jobs <n>', 'worker threads, at most one per core', {
    parse: wholeNumber(1, MAX_THREADS),
    defaultText: 'one per core',
  }),
  cache: option('--no-cache', 'draw every matrix again; it changes no score'),
  cacheDir: option('--cache-dir <folder>', 'keep measurements of weights here between runs'),
  ...MEMORY,
};

/** The size of a forward pass. */
export const PASS = {
  batch: option('--batch <n>', 'sequences in a batch', {
    parse: wholeNumber(1, MAX_BATCH),
    default: DEFAULTS.batch,
  }),
  sequenceLength: option('--sequence-length <n>', 'tokens in a sequence', {
    parse: wholeNumber(1, MAX_SEQUENCE_LENGTH),
    default: DEFAULTS.sequenceLength,
  }),
};

/** The size of a pass where a model is written: any, unless it is fixed. */
export const FIXED_PASS = {
  batch: { ...PASS.batch, default: undefined, defaultText: 'any' },
  sequenceLength: { ...PASS.sequenceLength, default: undefined, defaultText: 'any' },
};

/** What decides whether a model fits into memory, besides the size of a pass. */
export const FIT = {
  dtype: option('--dtype <type>', 'type of the weights, for memory', {
    choices: DTYPES,
    default: DTYPES[0],
  }),
  context: option('--context <n>', 'tokens whose keys and values a decoder keeps, for memory', {
    parse: wholeNumber(1, MAX_SEQUENCE_LENGTH),
    defaultText: 'none are kept',
  }),
};

/** A measurement of latency. */
export const LATENCY = {
  ...PASS,
  threads: option('--threads <n>', 'threads of onnxruntime in one pass', {
    parse: wholeNumber(1, MAX_THREADS),
    default: DEFAULTS.threads,
  }),
  warmUp: option('--warm-up <n>', 'untimed passes of each model', {
    parse: wholeNumber(0, MAX_REPEATS),
    default: DEFAULTS.warmUp,
  }),
  repeats: option('--repeats <n>', 'timed passes of each model', {
    parse: wholeNumber(1, MAX_REPEATS),
    default: DEFAULTS.repeats,
  }),
  ...MEMORY,
};

/** How predicted latencies are checked. */
export const CHECK = {
  check: option('--check <n>', 'whole models to measure, for the error of predictions', {
    parse: wholeNumber(0, MAX_REPEATS),
    default: DEFAULT_CHECKED,
  }),
};

/** A cost, and what it depends on. */
export const COST = {
  cost: option('--cost <cost>', 'Pareto front', { choices: COST_NAMES }),
  maxCost: option('--max-cost <cost>', 'rank no candidate that costs more, as 15M', {
    parse: parseAmount,
  }),
  measure: option('--measure <n>', 'candidates whose latency is measured, the best', {
    parse: wholeNumber(1, MAX_REPEATS),
    default: DEFAULT_MEASURED,
  }),
  ...LATENCY,
  ...FIT,
};

/** How proxies run a network. */
export const NETWORK = {
  sequenceLength: PASS.sequenceLength,
  batch: { ...PASS.batch, default: DEFAULT_NETWORK_SETTINGS.batch },
  tokens: option('--tokens <file>', 'token ids, a JSON list for each sequence', {
    defaultText: 'drawn by --seed',
  }),
  loss: option('--loss <loss>', 'loss of the gradients', {
    choices: NETWORK_LOSSES,
    default: DEFAULT_NETWORK_SETTINGS.loss,
  }),
};

/** Scores that are kept for the next run. */
export const RESUME = {
  resume: option('--resume <file>', 'keep finished scores here (NDJSON), and reuse them'),
};
