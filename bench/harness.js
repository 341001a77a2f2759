/** What every bench needs: taking turns, medians, runs of whole processes. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

export const ROOT = join(import.meta.dirname, '..');

/** The published benchmarks, which are no part of the project. */
export const BENCHMARKS = join(ROOT, '..', 'shared', 'benchmarks');

/** The started command line. */
export const ZEROLM = join(ROOT, 'bin', 'zerolm');

/**
 * @typedef {object} Figure a measured number
 * @property {string} name
 * @property {number} value the median of the rounds
 * @property {'s' | 'ms' | 'M/s' | 'MB' | '%' | 'tau-b'} unit
 *
 * @typedef {object} Ratio a number that has a target
 * @property {string} name
 * @property {number} value
 * @property {'at least' | 'at most'} bound
 * @property {number} target
 * @property {string} [unit] `x` if absent
 *
 * @typedef {object} Result what a bench has found
 * @property {string} settings what was done, how often
 * @property {Figure[]} figures
 * @property {Ratio[]} ratios
 * @property {string[]} checks in what way the answers were found to be the same
 * @property {string[]} [skipped] what could not be done, and why
 */

/**
 * The middle one of some numbers, NaN where there are none.
 *
 * @param {readonly number[]} values
 */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const above = sorted[sorted.length >> 1] ?? NaN;
  const below = sorted[(sorted.length - 1) >> 1] ?? NaN;
  return (below + above) / 2;
}

/**
 * Runs the sides in turn, so that a busy machine is busy for all of them, after a first round
 * that does not count.
 *
 * @template {Record<string, () => Promise<number>>} Sides
 * @param {number} rounds
 * @param {Sides} sides each returns what it measured
 * @param {{ warmUp?: boolean }} [options]
 * @returns {Promise<{ [Name in keyof Sides]: number[] }>} the numbers of every side, by round
 */
export async function alternate(rounds, sides, { warmUp = true } = {}) {
  const entries = Object.entries(sides).map(([name, side]) => ({
    name,
    side,
    values: /** @type {number[]} */ ([]),
  }));
  for (let round = warmUp ? -1 : 0; round < rounds; round++) {
    for (const { side, values } of entries) {
      const value = await side();
      if (round >= 0) values.push(value);
    }
  }
  return /** @type {{ [Name in keyof Sides]: number[] }} */ (
    Object.fromEntries(entries.map(({ name, values }) => [name, values]))
  );
}

/**
 * The median over the rounds of one side against another in the same round: what the machine
 * does to one round it does to both.
 *
 * @param {readonly number[]} above
 * @param {readonly number[]} below
 */
export function medianRatio(above, below) {
  return median(above.map((value, round) => value / (below[round] ?? NaN)));
}

/**
 * Seconds that a function takes.
 *
 * @param {() => unknown} work
 */
export async function secondsOf(work) {
  const started = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - started) / 1e9;
}

/**
 * Runs Node as a whole process.
 *
 * @param {readonly string[]} args
 * @param {{ peak?: boolean }} [options] whether its peak memory is asked for, which costs some
 *   milliseconds at its start
 * @returns {Promise<{ seconds: number, cpuSeconds: number, peakMegabytes: number, stdout: string }>}
 *   without the peak there are no seconds of CPU either
 * @throws where it fails, with what it said
 */
export async function runNode(args, { peak = true } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'zerolm-bench-'));
  try {
    const report = join(folder, 'peak');
    const hook = pathToFileURL(join(import.meta.dirname, 'report-peak.js')).href;
    const started = process.hrtime.bigint();
    const child = spawn(process.execPath, [...(peak ? ['--import', hook] : []), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ZEROLM_BENCH_PEAK: report },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    const code = await new Promise((resolve) => child.on('close', resolve));
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    if (code !== 0) {
      throw new Error(`node ${args.join(' ')}: exit code ${code}: ${stderr.trim().slice(0, 300)}`);
    }
    const [kilobytes = NaN, cpuSeconds = NaN] = peak
      ? readFileSync(report, 'utf8').split(' ').map(Number)
      : [];
    return { seconds, cpuSeconds, peakMegabytes: kilobytes / 1000, stdout };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Throws unless a check holds: a bench of two sides that disagree measures nothing.
 *
 * @param {boolean} holds
 * @param {string} message
 */
export function check(holds, message) {
  if (!holds) throw new Error(`the sides disagree: ${message}`);
}

/**
 * Throws unless a sum of squares is that of normals of a variance, within five standard errors.
 *
 * @param {number} sumOfSquares
 * @param {number} count
 * @param {number} standardDeviation
 * @param {string} side
 */
export function checkNormals(sumOfSquares, count, standardDeviation, side) {
  const ratio = sumOfSquares / (count * standardDeviation ** 2);
  // Single-precision sums, as the other sides take them, add some 1e-5.
  const tolerance = 5 * Math.sqrt(2 / count) + 1e-5;
  check(
    Math.abs(ratio - 1) < tolerance,
    `${side} has ${ratio} of the expected sum of squares, +- ${tolerance}`,
  );
}
