/** Runs the commands of `docs/results.md` in a folder with the downloads by their names. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { z } from 'zod';
import { BENCHMARKS, ZEROLM } from '../../bench/harness.js';
import { evaluateDocument } from '../../dist/report/documents/evaluate-schema.js';
import { predictDocument } from '../../dist/report/documents/predict-document.js';
import { tuneDocument } from '../../dist/report/documents/tune-document.js';

/** The downloads by the names that the commands give them. */
const DOWNLOADS = {
  'BERT_benchmark.json': 'flexibert/BERT_benchmark.json',
  'gpt2-wt103': 'gpt2-wt103',
  'hw-gpt-s.ndjson': 'hw-gpt-s/hw-gpt-s.ndjson',
  'openlm-grid': 'openlm-grid',
  'architectures.csv': 'nmt-hpo/architectures.csv',
  'wmt14ende.ndjson': 'hat/wmt14ende.ndjson',
  'gt_autoformer.ndjson': 'vit-bench/gt_autoformer.ndjson',
};

/** What the commands call the proxies that need no more than shapes: `$shapes`. */
const SHAPES = [
  ...['zerolm', 'params', 'params-no-embedding', 'attention-params', 'flops'],
  ...['depth', 'depth-width', 'bottleneck', 'nsc'],
].join();

/** What they call the measured proxies that run the network: `$network`. */
export const NETWORK = [
  ...['gradient-norm', 'snip', 'grasp', 'fisher', 'synflow', 'log-synflow'],
  ...['jacobian-covariance', 'jacobian-cosine', 'naswot', 'synaptic-diversity'],
  ...['synaptic-saliency', 'activation-distance', 'head-importance', 'head-confidence'],
  ...['head-softmax-confidence', 'pca', 'weighted-pca', 'lpzero'],
];

/** The shell commands that all others need, as the document shows them. */
const SETUP = `shapes=${SHAPES}
network=${NETWORK.join()}
columns='# model_type=marian vocab_size=bpe d_model=embed encoder_layers=layers decoder_layers=layers
# encoder_ffn_dim=ffn decoder_ffn_dim=ffn encoder_attention_heads=heads decoder_attention_heads=heads
# share_encoder_decoder_embeddings=false tie_word_embeddings=false scores=bleu_best'
for pair in ja-en ru-en sw-en zh-en
do (echo "$columns"; grep -e ^id, -e ^$pair architectures.csv) > $pair.csv
done`;

/** The block of the document that shows them. */
export const setup = () => Promise.resolve(`\`\`\`sh\n${SETUP}\n\`\`\``);

/** What the commands call the file of kept scores. */
const KEPT_SCORES = 'scores.ndjson';

/** @type {string | undefined} */
let folder;

/** The folder in which commands run, which goes with this process. */
export function workspace() {
  if (folder !== undefined) return folder;
  const made = mkdtempSync(join(tmpdir(), 'zerolm-results-'));
  process.on('exit', () => {
    rmSync(made, { recursive: true, force: true });
  });
  for (const [name, path] of Object.entries(DOWNLOADS)) {
    symlinkSync(join(BENCHMARKS, path), join(made, name));
  }
  const kept = process.env.ZEROLM_SCORES;
  if (kept !== undefined) symlinkSync(resolve(kept), join(made, KEPT_SCORES));
  execFileSync('sh', ['-c', SETUP], { cwd: made });
  folder = made;
  return made;
}

/**
 * The file that keeps scores of proxies which run the network: between commands, and between processes
 * if ZEROLM_SCORES names it.
 */
export const scoresFile = () => join(workspace(), KEPT_SCORES);

/**
 * Writes labels into a file of the folder.
 *
 * @param {string} name
 * @param {string} column
 * @param {ReadonlyMap<string, number>} labels by id
 */
export function writeLabels(name, column, labels) {
  const lines = [`id,${column}`, ...[...labels].map((row) => row.join())];
  writeFileSync(join(workspace(), name), `${lines.join('\n')}\n`);
}

/** @type {Map<string, Promise<string>>} */
const runs = new Map();

/**
 * The JSON that a command prints, which is run once.
 *
 * @param {string} command of the shell, without `zerolm` and the format
 * @returns {Promise<unknown>}
 */
async function printed(command) {
  const known = runs.get(command) ?? start(command);
  runs.set(command, known);
  return JSON.parse(await known);
}

/**
 * @param {string} command
 * @returns {Promise<string>}
 */
async function start(command) {
  const line = `exec "$node" "$zerolm" ${command} --format json`;
  const env = {
    ...process.env,
    shapes: SHAPES,
    network: NETWORK.join(),
    node: process.execPath,
    zerolm: ZEROLM,
  };
  const child = spawn('sh', ['-c', line], { cwd: workspace(), env });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`zerolm ${command}: exit code ${code}: ${stderr}`);
  return stdout;
}

/** @param {string} command after `zerolm evaluate` */
export async function evaluated(command) {
  return evaluateDocument.parse(await printed(`evaluate ${command}`));
}

/** @param {string} command after `zerolm tune` */
export async function tuned(command) {
  return tuneDocument.parse(await printed(`tune ${command}`));
}

/** @param {string} command after `zerolm predict` */
export async function predicted(command) {
  return predictDocument.parse(await printed(`predict ${command}`));
}

const rankedQualities = z.object({
  settings: z.object({ truth: z.object({ column: z.string() }) }),
  ranking: z.array(z.object({ id: z.string(), truth: z.number() })),
});

/**
 * The measured qualities by id, and what they are called.
 *
 * @param {string} command after `zerolm rank`
 */
export async function qualities(command) {
  const { settings, ranking } = rankedQualities.parse(
    await printed(`rank ${command} --resamples 100`),
  );
  return {
    column: settings.truth.column,
    byId: new Map(ranking.map(({ id, truth }) => [id, truth])),
  };
}
