/** The 500 FlexiBERT models sampled: whole runs of the command line against the work in torch. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { matrixShapeOf } from '../dist/architecture/weight.js';
import { inventory, readCandidates } from '../dist/index.js';
import {
  alternate,
  BENCHMARKS,
  check,
  checkNormals,
  median,
  medianRatio,
  runNode,
  ZEROLM,
} from './harness.js';
import { missing, startPeer } from './peer.js';

export const title = 'The 500 FlexiBERT models sampled, whole process';

const FILE = join(BENCHMARKS, 'flexibert', 'BERT_benchmark.json');
const QUICK_MODELS = 50;
/** What the models of the benchmark are initialized with. */
const STANDARD_DEVIATION = 0.02;

/** @typedef {{ capacity: Record<string, number> }} Entry of a ranking */

/**
 * @param {{ quick: boolean }} options
 * @returns {Promise<import('./harness.js').Result>}
 */
export async function run({ quick }) {
  if (!existsSync(FILE)) {
    return { settings: '', figures: [], ratios: [], checks: [], skipped: [`no file ${FILE}`] };
  }
  const folder = mkdtempSync(join(tmpdir(), 'zerolm-bench-'));
  const peer = await startPeer(2);
  try {
    const file = join(folder, 'models.json');
    writeFileSync(file, JSON.stringify(recordsOf(quick ? QUICK_MODELS : Infinity)));
    const { candidates } = await readCandidates([file]);
    const shapes = candidates.flatMap(({ architecture }) =>
      inventory(architecture, 'normal')
        .filter((weight) => weight.counts === 'capacity')
        .map((weight) => {
          const { rows, cols } = matrixShapeOf(weight);
          return /** @type {const} */ ([rows, cols]);
        }),
    );
    const normals = shapes.reduce((sum, [rows, cols]) => sum + rows * cols, 0);
    const rank = (/** @type {string[]} */ ...options) =>
      runNode([ZEROLM, 'rank', file, '--format', 'json', ...options]);
    const sampled = ['--mode', 'sampled', '--jobs', '2'];
    const side = (/** @type {string[]} */ ...options) => {
      const last = { peak: 0, ranking: /** @type {Entry[]} */ ([]) };
      const time = async () => {
        const { seconds, peakMegabytes, stdout } = await rank(...sampled, ...options);
        last.peak = Math.max(last.peak, peakMegabytes);
        last.ranking = JSON.parse(stdout).ranking;
        return seconds;
      };
      return { last, time };
    };
    const noCache = side('--no-cache');
    const cache = side();
    const torch = async () => {
      const { seconds, sumOfSquares } = await peer.draw('torch', shapes);
      checkNormals(sumOfSquares, normals, STANDARD_DEVIATION, 'torch');
      return seconds;
    };
    const hasTorch = 'torch' in peer.versions;
    const rounds = 3;
    const sides = { noCache: noCache.time, cache: cache.time };
    const seconds = hasTorch
      ? await alternate(rounds, { ...sides, torch }, { warmUp: false })
      : { torch: [], ...(await alternate(rounds, sides, { warmUp: false })) };

    check(
      JSON.stringify(noCache.last.ranking) === JSON.stringify(cache.last.ranking),
      'with the cache and without',
    );
    // A fast run that has not done the work would look like a success.
    check(
      median(seconds.noCache) > 1.3 * median(seconds.cache),
      `--no-cache takes ${median(seconds.noCache)} s, with the cache ${median(seconds.cache)} s: nothing was drawn anew`,
    );
    const expected = JSON.parse((await rank()).stdout).ranking;
    const total = (/** @type {Entry[]} */ ranking) =>
      ranking
        .flatMap(({ capacity }) => Object.values(capacity))
        .reduce((sum, capacity) => sum + capacity, 0);
    const ratio = total(cache.last.ranking) / total(expected);
    check(Math.abs(ratio - 1) < 1e-3, `capacities are ${ratio} of what is expected`);

    const against = (
      /** @type {string} */ name,
      /** @type {number[]} */ values,
      /** @type {number} */ target,
    ) => ({
      name,
      value: medianRatio(values, seconds.torch),
      bound: /** @type {const} */ ('at most'),
      target,
    });
    return {
      settings: `${candidates.length} models, ${(normals / 1e9).toFixed(2)} thousand million normals; zerolm with two workers, its whole process; torch on two threads, once it is loaded; ${rounds} rounds in turn`,
      figures: [
        ...(hasTorch
          ? [{ name: 'torch', value: median(seconds.torch), unit: /** @type {const} */ ('s') }]
          : []),
        { name: 'every matrix drawn anew', value: median(seconds.noCache), unit: 's' },
        {
          name: 'which is a rate of',
          value: normals / median(seconds.noCache) / 1e6,
          unit: 'M/s',
        },
        { name: 'with the cache', value: median(seconds.cache), unit: 's' },
        { name: 'peak memory, drawn anew', value: noCache.last.peak, unit: 'MB' },
        { name: 'peak memory, with the cache', value: cache.last.peak, unit: 'MB' },
      ],
      ratios: hasTorch
        ? [
            against('time drawn anew against torch', seconds.noCache, 0.35),
            against('time with the cache against torch', seconds.cache, 0.02),
          ]
        : [],
      checks: [
        'rankings with the cache and without are equal, to the last bit',
        'the sum of all capacities is the expected one within 0.1 %',
        ...(hasTorch ? ['the sum of squares of torch is the expected one'] : []),
      ],
      skipped: hasTorch ? [] : [missing('torch')],
    };
  } finally {
    peer.stop();
    rmSync(folder, { recursive: true });
  }
}

/**
 * The first records of the benchmark without their qualities: torch does not correlate either.
 *
 * @param {number} count
 */
function recordsOf(count) {
  /** @type {{ scores?: unknown }[]} */
  const records = JSON.parse(readFileSync(FILE, 'utf8'));
  return records.slice(0, count).map(({ scores, ...record }) => record);
}
