/** What the scripts of `docs/results.md` share: running commands on the downloads, and tables. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { BENCHMARKS, ZEROLM } from '../../bench/harness.js';
import { evaluateDocument } from '../../dist/report/documents/evaluate-schema.js';
import { tuneDocument } from '../../dist/report/documents/tune-document.js';

/** The downloads by the names that the commands give them. */
export const INPUTS = {
  'BERT_benchmark.json': join(BENCHMARKS, 'flexibert', 'BERT_benchmark.json'),
  'gpt2-wt103': join(BENCHMARKS, 'gpt2-wt103'),
  'hw-gpt-s.ndjson': join(BENCHMARKS, 'hw-gpt-s', 'hw-gpt-s.ndjson'),
};

/**
 * Scores of proxies that run the network, which are kept between commands, and between processes
 * where ZEROLM_SCORES names a file.
 */
export const SCORES_FILE = process.env.ZEROLM_SCORES ?? ownScoresFile();

/** A file in a folder that goes with this process. */
function ownScoresFile() {
  const folder = mkdtempSync(join(tmpdir(), 'zerolm-scores-'));
  process.on('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  return join(folder, 'scores.ndjson');
}

export const FLEXIBERT = 'BERT_benchmark.json';
export const GPT2 = 'gpt2-wt103';
export const HW_GPT = 'hw-gpt-s.ndjson';

/**
 * @typedef {import('../../dist/index.js').EvaluateDocument} EvaluateDocument
 * @typedef {import('../../dist/index.js').TuneDocument} TuneDocument
 * @typedef {Extract<EvaluateDocument['proxies'][number], { kendallTauB: object }>} Entry
 */

/** @type {Map<string, Promise<string>>} */
const runs = new Map();

/**
 * The JSON that a command prints, which is run once.
 *
 * @param {string} command without `zerolm` and the format
 * @returns {Promise<unknown>}
 */
async function printed(command) {
  const known = runs.get(command) ?? start([...command.split(' '), '--format', 'json']);
  runs.set(command, known);
  return JSON.parse(await known);
}

/**
 * @param {readonly string[]} args
 * @returns {Promise<string>}
 */
async function start(args) {
  const folder = mkdtempSync(join(tmpdir(), 'zerolm-results-'));
  try {
    for (const [name, path] of Object.entries(INPUTS)) symlinkSync(path, join(folder, name));
    symlinkSync(SCORES_FILE, join(folder, 'scores.ndjson'));
    const child = spawn(process.execPath, [ZEROLM, ...args], { cwd: folder });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    const code = await new Promise((resolve) => child.on('close', resolve));
    if (code !== 0) throw new Error(`zerolm ${args.join(' ')}: exit code ${code}: ${stderr}`);
    return stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * @param {string} command
 * @returns {Promise<EvaluateDocument>}
 */
export async function evaluated(command) {
  return evaluateDocument.parse(await printed(`evaluate ${command}`));
}

/**
 * @param {string} command
 * @returns {Promise<TuneDocument>}
 */
export async function tuned(command) {
  return tuneDocument.parse(await printed(`tune ${command}`));
}

/**
 * @param {EvaluateDocument} document
 * @returns {Entry[]}
 */
export const entriesOf = ({ proxies }) => proxies.filter((row) => 'kendallTauB' in row);

/**
 * @param {EvaluateDocument} document
 * @param {string} name
 */
export function entryOf(document, name) {
  const entry = entriesOf(document).find(({ proxy }) => proxy === name);
  if (entry === undefined) throw new Error(`no row of ${name}`);
  return entry;
}

/** @param {number} value */
export const digits = (value) => value.toFixed(3);

/** @param {number} value */
export const signed = (value) => `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(3)}`;

/** @param {readonly [number, number] | null} interval */
export const ends = (interval) =>
  interval === null ? 'unknown' : `${digits(interval[0])} to ${digits(interval[1])}`;

/**
 * @param {readonly string[]} header a title that ends in a colon is that of a column of numbers
 * @param {readonly (readonly string[])[]} rows
 */
export function table(header, rows) {
  const line = (/** @type {readonly string[]} */ cells) => `| ${cells.join(' | ')} |`;
  return [
    line(header.map((title) => title.replace(/:$/, ''))),
    `|${header.map((title) => (title.endsWith(':') ? '---:' : '---')).join('|')}|`,
    ...rows.map(line),
  ].join('\n');
}

/** @param {string} command */
const shown = (command) => `\`\`\`sh\nzerolm ${command}\n\`\`\``;

/**
 * A leaderboard with the command that makes it.
 *
 * @param {string} command
 */
export async function leaderboard(command) {
  const document = await evaluated(command);
  const { n, direction, settings, missingTruth, noiseCeiling } = document;
  const rows = entriesOf(document).map((entry) => {
    const { kendallTauB, kendallTauA, spearman, tiedScores, sizeMatched, partial } = entry;
    const regret = entry.regret.find(({ budget }) => budget === null);
    return [
      entry.proxy,
      digits(kendallTauB.value),
      ends(kendallTauB.ci95),
      digits(kendallTauA.value),
      digits(spearman.value),
      ends(spearman.ci95),
      String(tiedScores),
      versus(entry),
      'value' in sizeMatched ? `${digits(sizeMatched.value)} (${sizeMatched.pairs})` : '-',
      'value' in partial ? digits(partial.value) : '-',
      digits(entry.precisionAt['10%']?.value ?? NaN),
      regret !== undefined && 'bestOf' in regret ? digits(regret.bestOf.regret) : '-',
    ];
  });
  const facts = [
    `n = ${n}`,
    `${settings.truth?.column}, ${direction?.replaceAll('-', ' ')}`,
    `${settings.bootstrap?.resamples} resamples`,
    ...(missingTruth.length > 0 ? [`${missingTruth.length} without a truth`] : []),
    ...(noiseCeiling === undefined
      ? []
      : [
          `noise ceiling tau-b ${digits(noiseCeiling.kendallTauB.value)}, rho ${digits(noiseCeiling.spearman.value)}, from ${noiseCeiling.repeatedItems} builds that occur more than once`,
        ]),
  ];
  const partial = entriesOf(document).filter((entry) => entry.n < n);
  if (partial.length > 0) {
    const list = partial.map(({ proxy, n: own }) => `${proxy} ${own}`);
    facts.push(`models with a score: ${list.join(', ')}`);
  }
  const header = [
    ...['proxy', 'tau-b:', '95 %', 'tau-a:', 'rho:', '95 %', 'tied:', 'tau-b against params'],
    ...['matched (pairs):', 'partial:', 'top 10 %:', 'regret, best of 5:'],
  ];
  return [shown(`evaluate ${command}`), `${facts.join('; ')}.`, table(header, rows)].join('\n\n');
}

/** @param {Entry} entry */
export function versus({ versusBaseline }) {
  if (versusBaseline === null) return 'baseline';
  if (!('verdict' in versusBaseline)) return '-';
  const { difference, ci95, verdict } = versusBaseline;
  return `${signed(difference)} (${ends(ci95)}), ${verdict}`;
}
