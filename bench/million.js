/** A million candidates from NDJSON, ranked to a top 20, whole process. */
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_SETTINGS, readRecord, scoreArchitecture } from '../dist/index.js';
import { sampleFlexibertSpec } from '../dist/search-space/sample-flexibert-spec.js';
import { alternate, check, median, medianRatio, runNode, ZEROLM } from './harness.js';

export const title = 'A million candidates from NDJSON, ranked to a top 20, whole process';

const TOP = 20;
const SEED = 1;
const BATCH = 10_000;
/** Candidates that are scored by the slow path to see that none of them belongs to the top. */
const PROBES = 10_000;

/**
 * @param {{ quick: boolean }} options
 * @returns {Promise<import('./harness.js').Result>}
 */
export async function run({ quick }) {
  const count = quick ? 100_000 : 1_000_000;
  const rounds = quick ? 3 : 5;
  const folder = mkdtempSync(join(tmpdir(), 'zerolm-bench-'));
  try {
    const file = join(folder, 'candidates.ndjson');
    writeCandidates(file, count);
    /** @type {{ id: string, score: number }[]} */
    let ranking = [];
    let peak = 0;
    const runs = await alternate(
      rounds,
      {
        parse: async () => {
          const { seconds, stdout } = await runNode([
            join(import.meta.dirname, 'parse-lines.js'),
            file,
          ]);
          check(Number(stdout) === count, `${stdout} of ${count} lines parsed`);
          return seconds;
        },
        rank: async () => {
          const options = ['--top', String(TOP), '--format', 'json'];
          const run = await runNode([ZEROLM, 'rank', file, ...options]);
          ({ ranking } = JSON.parse(run.stdout));
          peak = Math.max(peak, run.peakMegabytes);
          return run.seconds;
        },
      },
      { warmUp: false },
    );
    checkRanking(ranking, count);
    return {
      settings: `${count} lines, ${Math.round(statSync(file).size / 1e6)} MB; against a script that reads the same lines and calls JSON.parse; ${rounds} rounds in turn`,
      figures: [
        { name: 'read and JSON.parse', value: median(runs.parse), unit: 's' },
        { name: '`zerolm rank --top 20`', value: median(runs.rank), unit: 's' },
        { name: 'peak memory', value: peak, unit: 'MB' },
      ],
      ratios: [
        {
          name: 'time against read and JSON.parse',
          value: medianRatio(runs.rank, runs.parse),
          bound: 'at most',
          target: 2.5,
        },
        { name: 'peak memory', value: peak, bound: 'at most', target: 250, unit: 'MB' },
      ],
      checks: [
        `the ${TOP} scores equal those over the inventory of weights, to the last bit, and none of ${PROBES} others is better`,
      ],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param {number} index */
const idOf = (index) => `candidate-${index}`;

/**
 * @param {string} file
 * @param {number} count
 */
function writeCandidates(file, count) {
  const descriptor = openSync(file, 'w');
  for (let start = 0; start < count; start += BATCH) {
    const lines = Array.from({ length: Math.min(BATCH, count - start) }, (_, offset) => {
      const index = start + offset;
      return `${JSON.stringify({ id: idOf(index), ...sampleFlexibertSpec(SEED, index) })}\n`;
    });
    writeSync(descriptor, lines.join(''));
  }
  closeSync(descriptor);
}

/** @param {number} index */
function slowScore(index) {
  const context = { source: '', defaultId: idOf(index), build: /** @type {const} */ ('declared') };
  const { candidate } = readRecord(sampleFlexibertSpec(SEED, index), context);
  const result =
    candidate === undefined
      ? undefined
      : scoreArchitecture(candidate.architecture, DEFAULT_SETTINGS);
  return result?.ok === true ? result.value.score : NaN;
}

/**
 * @param {readonly { id: string, score: number }[]} ranking
 * @param {number} count
 */
function checkRanking(ranking, count) {
  check(ranking.length === TOP, `${ranking.length} candidates instead of ${TOP}`);
  const best = new Set();
  for (const { id, score } of ranking) {
    const index = Number(id.replace('candidate-', ''));
    check(slowScore(index) === score, `score of ${id}`);
    best.add(index);
  }
  const worst = Math.min(...ranking.map(({ score }) => score));
  for (let index = 0; index < count; index += Math.ceil(count / PROBES)) {
    // Scores that agree to 12 digits are equal; the id then decides.
    const better = slowScore(index) > worst * (1 + 1e-11);
    check(best.has(index) || !better, `${idOf(index)} belongs to the top`);
  }
}
