/** The measured models that `docs/results.md` is about. */

const FLEXIBERT = 'BERT_benchmark.json';
const HW_GPT = 'hw-gpt-s.ndjson';
const VIT = 'gt_autoformer.ndjson';

/**
 * What may have been chosen on a data set: the default alpha of its family, the constants of
 * `bottleneck`, those of `predict`.
 *
 * @typedef {'alpha' | 'bottleneck' | 'prediction'} Chosen
 *
 * @typedef {object} DataSet models with a measured quality
 * @property {string} name
 * @property {string} input
 * @property {'declared' | 'released' | 'trained'} [build]
 * @property {string} [truth] the file with the qualities, where the records have none
 * @property {string} [column] the quality, where there are several
 * @property {readonly Chosen[]} chosen
 */

/** What the nine sets were used for on which `bottleneck` and `predict` were developed. */
const DEVELOPED = /** @type {const} */ (['bottleneck', 'prediction']);

/** @param {string} quality @param {string} title @returns {DataSet} */
const vit = (quality, title) => ({
  name: `ViT-Bench, ${title}`,
  input: VIT,
  column: quality,
  chosen: [],
});

/** Every data set by a short name. */
export const DATA_SETS = /** @satisfies {Readonly<Record<string, DataSet>>} */ ({
  'flexibert-declared': {
    name: 'FlexiBERT, declared build',
    input: FLEXIBERT,
    chosen: ['alpha', ...DEVELOPED],
  },
  'flexibert-released': {
    name: 'FlexiBERT, released build',
    input: FLEXIBERT,
    build: 'released',
    chosen: DEVELOPED,
  },
  'flexibert-trained': {
    name: 'FlexiBERT, trained build',
    input: FLEXIBERT,
    build: 'trained',
    chosen: DEVELOPED,
  },
  gpt2: { name: 'gpt2-wt103', input: 'gpt2-wt103', chosen: ['alpha', ...DEVELOPED] },
  'hw-gpt-declared': {
    name: 'HW-GPT-Bench small, declared build',
    input: HW_GPT,
    build: 'declared',
    chosen: DEVELOPED,
  },
  'hw-gpt-trained': {
    name: 'HW-GPT-Bench small, trained build',
    input: HW_GPT,
    build: 'trained',
    chosen: DEVELOPED,
  },
  openlm: {
    name: 'openlm-grid, every second model',
    input: 'openlm-grid/candidates.ndjson',
    truth: 'openlm-grid/shapes.csv',
    column: 'loss',
    chosen: DEVELOPED,
  },
  'nmt-ja-en': { name: 'nmt-hpo, ja-en', input: 'ja-en.csv', chosen: DEVELOPED },
  'nmt-sw-en': { name: 'nmt-hpo, sw-en', input: 'sw-en.csv', chosen: DEVELOPED },
  'nmt-ru-en': { name: 'nmt-hpo, ru-en', input: 'ru-en.csv', chosen: [] },
  'nmt-zh-en': { name: 'nmt-hpo, zh-en', input: 'zh-en.csv', chosen: [] },
  hat: {
    name: 'HAT, WMT14 en-de',
    input: 'wmt14ende.ndjson',
    column: 'scratch_test_bleu',
    chosen: [],
  },
  'vit-c100': vit('c100_kd_acc', 'CIFAR-100, distilled'),
  'vit-c100-base': vit('c100_base_acc', 'CIFAR-100'),
  'vit-flower': vit('flower_kd_acc', 'Flowers, distilled'),
  'vit-flower-base': vit('flower_base_acc', 'Flowers'),
  'vit-chaoyang': vit('chaoyang_kd_acc', 'Chaoyang, distilled'),
  'vit-chaoyang-base': vit('chaoyang_base_acc', 'Chaoyang'),
  'vit-imagenet': vit('imagenet_super_acc', 'ImageNet, supernet'),
});

/** The sets that the README shows, and on which `tune` is measured. */
export const LARGE = /** @type {const} */ ([
  ...['flexibert-declared', 'flexibert-released', 'flexibert-trained'],
  ...['gpt2', 'hw-gpt-declared', 'hw-gpt-trained'],
]);

/** @type {(words: readonly (string | false | undefined)[]) => string} */
const join = (words) => words.filter((word) => word !== undefined && word !== false).join(' ');

/** The candidates of a set as words of a command. @param {DataSet} set */
export const candidatesOf = ({ input, build }) => join([input, build && `--build ${build}`]);

/** The candidates and their qualities as words of a command. @param {DataSet} set */
export const measuredOf = (set) =>
  join([
    candidatesOf(set),
    set.truth && `--truth ${set.truth}`,
    set.column && `--truth-column ${set.column}`,
  ]);

/** The comparison of proxies on a set, after `zerolm evaluate`. @param {DataSet} set */
export const comparisonOf = (set) => `${measuredOf(set)} --proxy $shapes --baseline zerolm`;
