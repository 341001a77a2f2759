/**
 * The command lines that `compare-checkouts.js` runs in two checkouts. Every path is relative to a
 * folder with `fixtures`, `data` (the published benchmarks) and the files of `INPUTS`.
 */

/**
 * @typedef {object} Command
 * @property {string} line without `zerolm`; ` | ` passes the output of one command to the next
 * @property {string} [now] the line for the new checkout, where an option was renamed
 * @property {'output' | 'file' | 'refusal'} compare what must be equal: the output, also the file
 *   after `--out`, or the exit code alone, which must not be 0
 * @property {boolean} [prose] whether descriptions, which may be reworded, are masked
 */

/** Models of every family with sizes small enough to be run. */
const FAMILIES = {
  albert: { num_hidden_layers: 3, embedding_size: 8 },
  bert: {},
  'deberta-v2': { relative_attention: true, pos_att_type: 'p2c|c2p', conv_kernel_size: 3 },
  distilbert: { dim: 16, n_layers: 2, n_heads: 2, hidden_dim: 24 },
  electra: { embedding_size: 8 },
  gemma: { num_key_value_heads: 1, head_dim: 8 },
  gpt2: { n_embd: 16, n_layer: 2, n_head: 2, n_inner: 40, n_positions: 64 },
  gpt_neox: { tie_word_embeddings: false },
  llama: { num_key_value_heads: 1 },
  mistral: { num_key_value_heads: 2 },
  mixtral: { num_local_experts: 3, num_experts_per_tok: 2, num_key_value_heads: 1 },
  opt: { ffn_dim: 24, word_embed_proj_dim: 8, do_layer_norm_before: false },
  phi: {},
  qwen2: { num_key_value_heads: 1, tie_word_embeddings: true },
  qwen2_moe: {
    num_key_value_heads: 1,
    num_experts: 3,
    num_experts_per_tok: 2,
    moe_intermediate_size: 12,
    shared_expert_intermediate_size: 20,
  },
  qwen3: { num_key_value_heads: 1, head_dim: 8 },
  roberta: { type_vocab_size: 1 },
  t5: { d_model: 16, d_ff: 24, d_kv: 8, num_heads: 2, num_layers: 2, num_decoder_layers: 1 },
};

/** Keys that most families have. */
const SIZES = {
  vocab_size: 48,
  hidden_size: 16,
  num_hidden_layers: 2,
  num_attention_heads: 2,
  intermediate_size: 24,
  max_position_embeddings: 64,
};

/** Families that name their sizes otherwise. */
const OWN_SIZES = new Set(['distilbert', 'gpt2', 't5']);

const small = Object.entries(FAMILIES).map(([family, own]) => ({
  id: family,
  model_type: family,
  ...(OWN_SIZES.has(family) ? { vocab_size: 48 } : SIZES),
  ...own,
}));

/** @type {(records: readonly object[]) => string} */
const ndjson = (records) => records.map((record) => `${JSON.stringify(record)}\n`).join('');

/** Families whose models can be exported. */
const RUNNABLE = ['albert', 'bert', 'distilbert', 'electra', 'gpt2', 'roberta'];

/** Files that the command lines read besides fixtures and benchmarks. */
export const INPUTS = {
  'families.ndjson': ndjson(small),
  'defaults.ndjson': ndjson(Object.keys(FAMILIES).map((id) => ({ id, model_type: id }))),
  'runs.csv': `id,first,second\n${small.map(({ id }, i) => `${id},${((i * 7) % 18) / 10},${((i * 7 + (i % 3)) % 19) / 10}\n`).join('')}`,
  'repeated.csv': `id,accuracy\n${[...small, ...small].map(({ id }, i) => `${id},${((i * 7) % 23) / 10}\n`).join('')}`,
};

/** @type {(formats: string, lines: readonly string[]) => Command[]} */
const inFormats = (formats, lines) =>
  lines.flatMap((line) =>
    formats.split(' ').map((format) => ({
      line: `${line} --format ${format}`,
      compare: /** @type {const} */ ('output'),
    })),
  );

/** @type {(compare: Command['compare'], lines: readonly string[]) => Command[]} */
const compared = (compare, lines) => lines.map((line) => ({ line, compare }));

const ALL = 'json ndjson csv';
const TINY = 'fixtures/bert-family/bert-tiny.json';
const BERTS = 'fixtures/bert-family --truth fixtures/bert-family-mnli.csv';
const GPTS = 'fixtures/hw-gpt.ndjson';
const LTS = 'fixtures/lts-gpt2 --truth fixtures/lts-gpt2/ppl_summary.yaml';
const RUN = '--sequence-length 8 --batch 2';
const FLEXIBERT = 'data/flexibert/BERT_benchmark.json';
const GPT2 = 'data/gpt2-wt103';
const HW_GPT = 'data/hw-gpt-s/hw-gpt-s.ndjson';
const OPENLM = 'data/openlm-grid/candidates.ndjson --truth data/openlm-grid/shapes.csv';
const NMT = 'data/nmt-hpo/candidates.ndjson --truth data/nmt-hpo/architectures.csv';

/** @type {readonly Command[]} */
export const COMMANDS = [
  ...inFormats(ALL, [
    `score ${TINY}`,
    `score ${TINY} --mode sampled --seeds 3`,
    `rank ${BERTS}`,
    'rank fixtures/flexibert-candidates --cost flops --top 5',
    `rank ${LTS} --family gpt2`,
    `evaluate ${BERTS} --within depth`,
    `evaluate ${LTS} --proxy all ${RUN}`,
    `tune ${FLEXIBERT} --build released`,
    'tune fixtures/flexibert-candidates --strategy label-free',
    'explain fixtures/flexibert-candidates --id candidate-13 --id candidate-16',
    `inspect ${TINY}`,
    'inspect fixtures/transformer-xl.yaml',
    'rank families.ndjson --truth runs.csv --truth-column first,second',
    `rank ${FLEXIBERT} --no-scores`,
    `evaluate ${FLEXIBERT} --within depth --budget 10M,20M`,
    `evaluate ${GPT2}`,
  ]),
  // Scores: coefficients, formulas, statistics, initializations, seeds.
  ...inFormats('json', [
    `score ${TINY} --alpha 0.5`,
    `score ${TINY} --balance attention=0.7,feedForward=0.3,embedding=0.1`,
    `score ${TINY} --formula 0.7*attention+0.3*log(feedForward)`,
    `score ${TINY} --capacity frobenius2/max(rows,cols)`,
    ...['params', 'frobenius', 'frobenius2'].map(
      (statistic) => `rank families.ndjson --capacity ${statistic} --alpha 0.6`,
    ),
    ...['log-determinant', 'spectral-norm', 'nuclear-norm', 'stable-rank', 'effective-rank'].map(
      (statistic) => `rank families.ndjson --mode sampled --seed 3 --capacity ${statistic}`,
    ),
    ...['truncated-normal', 'xavier-normal', 'xavier-uniform', 'kaiming-normal'].map(
      (scheme) => `rank families.ndjson --mode sampled --seeds 2 --initialization ${scheme}`,
    ),
    'rank families.ndjson --initialization kaiming-uniform',
    'rank families.ndjson --mode sampled --no-cache --jobs 1 --initialization gpt2',
    'rank families.ndjson --experts routed',
    `rank ${GPTS} --mode sampled --cache-dir measurements`,
    `rank ${GPTS} --mode sampled --cache-dir measurements --seeds 2`,
    'score families.ndjson --id deberta-v2 --mode sampled',
    'score fixtures/transformer-xl.yaml --mode sampled',
    'rank defaults.ndjson',
  ]),
  // Ground truth, order, costs, standard input.
  ...inFormats('json', [
    ...['id', 'parameters', 'embedding', 'truth'].map((key) => `rank ${BERTS} --sort ${key}`),
    'rank families.ndjson --cost memory --batch 3 --sequence-length 32 --sort cost',
    'rank families.ndjson --cost params',
    'rank families.ndjson --truth repeated.csv --repeated mean --lower-is-better',
    'rank families.ndjson --truth runs.csv --truth-column second --higher-is-better --resamples 100',
    'rank fixtures/bert-family fixtures/broken/key-misspelt.json fixtures/broken/kernel-even.json --skip-invalid',
    'sample fixtures/spaces/flexibert.json --n 500 --seed 2 | rank - --top 20',
    'enumerate fixtures/spaces/hw-gpt.yaml --from 900 --count 50 | rank - --cost flops',
    ...['declared', 'released', 'trained'].flatMap((build) => [
      `rank ${FLEXIBERT} --build ${build} --alpha 0.4`,
      `rank ${FLEXIBERT} --build ${build} --mode sampled --jobs 2 --top 100`,
    ]),
    `rank ${GPT2} --cost flops`,
    `rank ${GPT2} --mode sampled --jobs 2 --top 20`,
    `rank ${HW_GPT} --build trained --alpha 0.6 --top 500`,
    `rank ${OPENLM} --truth-column loss`,
    `rank ${NMT} --truth-column bleu_best --cost memory`,
  ]),
  ...inFormats('csv', [`rank ${HW_GPT}`, `rank ${FLEXIBERT} --seeds 2 --mode sampled --jobs 2`]),
  // Proxies.
  ...inFormats('json', [
    `evaluate families.ndjson --truth runs.csv --truth-column first --proxy all ${RUN}`,
    `evaluate families.ndjson --truth runs.csv --truth-column first --proxy snip,grasp --loss output-sum --mode sampled --seeds 2 ${RUN}`,
    `evaluate ${GPTS} --proxy network --resume scores.ndjson ${RUN}`,
    `evaluate ${GPTS} --proxy network,closed-form --resume scores.ndjson ${RUN}`,
    `evaluate ${LTS} --proxy weights --best-of 2 --baseline zerolm`,
    `evaluate ${FLEXIBERT} --build trained --alpha 0.9 --baseline zerolm`,
    `evaluate ${FLEXIBERT} --proxy nsc --nsc-shapes paper`,
    `evaluate ${HW_GPT} --resamples 100`,
    `evaluate ${NMT} --truth-column bleu_best --within depth`,
    `evaluate ${OPENLM} --truth-column loss --proxy weights,closed-form`,
  ]),
  // Tuning and explaining.
  ...compared('file', [
    `tune ${BERTS} --strategy optimize --correlation spearman --out settings.json --format json`,
    `tune ${FLEXIBERT} --samples 30 --draw random --seed 4 --out sampled.json --format json`,
  ]),
  ...inFormats('json', [
    `tune ${FLEXIBERT} --strategy optimize`,
    `tune ${FLEXIBERT} --build trained --strategy label-free`,
    `tune ${HW_GPT} --build trained`,
    `tune ${GPT2} --mode sampled --jobs 2`,
    `rank ${BERTS} --settings settings.json`,
    `explain ${TINY} fixtures/bert-family/bert-mini.json --settings settings.json`,
    'explain families.ndjson --id llama --id mixtral --mode sampled',
    `explain ${FLEXIBERT} --id 0 --id 1 --build released`,
  ]),
  // Models as files.
  ...compared('file', [
    `init ${TINY} --out tiny.safetensors`,
    ...small.map(({ id }) => `init families.ndjson --id ${id} --seed 5 --out ${id}.safetensors`),
    ...RUNNABLE.map(
      (id) => `export families.ndjson --id ${id} --sequence-length 16 --out ${id}.onnx`,
    ),
    `export fixtures/flexibert-candidates/candidate-00.json --external-data --out flexibert.onnx`,
  ]),
  ...inFormats('json', [
    'score tiny.safetensors',
    ...['bert', 'gpt2', 'mixtral', 't5'].flatMap((id) => [
      `score ${id}.safetensors --mode weights`,
      `inspect ${id}.safetensors`,
    ]),
    ...['albert', 'deberta-v2', 'qwen2_moe'].map((id) => `inspect families.ndjson --id ${id}`),
  ]),
  // Candidates.
  ...compared('output', [
    'convert fixtures/bert-family --to hugging-face',
    'convert fixtures/flexibert-candidates --to flexibert',
    'convert fixtures/bert-family/bert-mini.json --to flexibert',
    ...['bert', 'electra', 'gpt2'].map(
      (id) => `convert families.ndjson --id ${id} --to hugging-face`,
    ),
    `convert ${FLEXIBERT} --to flexibert --build released`,
    'sample fixtures/spaces/flexibert.json --n 40',
    'sample fixtures/spaces/small-bert.yaml --n 40 --seed 9',
    'sample fixtures/spaces/hw-gpt.yaml --n 20 --constraint params<=40M',
    'enumerate fixtures/spaces/flexibert.json --from 1000 --count 30',
    'enumerate fixtures/spaces/small-bert.yaml --from 0 --count 3 --constraint params<=8M',
  ]),
  ...inFormats(ALL, ['proxies']).map((command) => ({ ...command, prose: true })),
  ...compared(
    'output',
    [
      ...['spec', 'score', 'rank', 'evaluate', 'tune', 'explain', 'inspect', 'latency', 'proxies'],
      'settings',
    ].map((of) => `schema ${of}`),
  ).map((command) => ({ ...command, prose: true })),
  ...compared('refusal', [
    'rank fixtures/broken --format json',
    ...[
      'cut-off.json',
      'empty.json',
      'heads-do-not-divide.json',
      'hidden-size-absurd.json',
      'hidden-size-nan.json',
      'ids-twice.ndjson',
      'line-broken.ndjson',
      'not-utf8.json',
      'several-broken.json',
      'yaml-alias-bomb.yaml',
      'lts-key-missing.yaml',
      'hw-gpt-index-too-large.json',
    ].map((name) => `rank fixtures/broken/${name}`),
    `score ${TINY} --alpha x`,
    `score ${TINY} --formula attention+`,
    `score ${TINY} --capacity frobenus`,
    `score ${TINY} --mode weights`,
    `score ${TINY} --settings ${TINY}`,
    'score missing.json',
    'evaluate fixtures/bert-family',
    'evaluate fixtures/bert-family --proxy parms',
    'rank families.ndjson --truth repeated.csv',
    'explain fixtures/bert-family --id bert-mini --id nobody',
    'convert families.ndjson --to json',
    'sample fixtures/spaces/flexibert.json --n 0',
    'export fixtures/transformer-xl.yaml --out xl.onnx',
    `rank ${LTS} --build trained`,
    'rank families.ndjson --capacity nuclear-norm',
    'convert families.ndjson --to hugging-face',
    'schema nothing',
    'raank',
  ]),
];
