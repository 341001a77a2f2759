/** The best twenty of five thousand candidates timed, whole process. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alternate, check, median, runNode, ZEROLM } from './harness.js';

export const title = 'Latency of the best 20 of 5,000 candidates, whole process';

const SPACE = join(import.meta.dirname, '..', 'fixtures', 'spaces', 'small-bert.yaml');
const MEASURED = 20;

/** Megabytes of `--memory-limit`, its default. */
const LIMIT = 2000;

/**
 * @param {{ quick: boolean }} options
 * @returns {Promise<import('./harness.js').Result>}
 */
export async function run({ quick }) {
  const count = quick ? 500 : 5000;
  const folder = mkdtempSync(join(tmpdir(), 'zerolm-bench-'));
  try {
    const file = join(folder, 'candidates.ndjson');
    const sampled = await runNode([ZEROLM, 'sample', SPACE, '--n', String(count)]);
    writeFileSync(file, sampled.stdout);
    let peak = 0;
    const rank = async () => {
      const options = ['--cost', 'latency', '--measure', String(MEASURED), '--format', 'json'];
      const done = await runNode([ZEROLM, 'rank', file, ...options]);
      /** @type {{ candidates: number, ranking: { cost?: { value: number } }[] }} */
      const { candidates, ranking } = JSON.parse(done.stdout);
      const measured = ranking.flatMap(({ cost }, place) => (cost === undefined ? [] : [place]));
      check(
        candidates === count && measured.join() === [...Array(MEASURED).keys()].join(),
        `${candidates} of ${count} candidates, measured at the places ${measured.join(', ')}`,
      );
      peak = Math.max(peak, done.peakMegabytes);
      return done.seconds;
    };
    const { seconds } = await alternate(quick ? 1 : 3, { seconds: rank }, { warmUp: false });
    return {
      settings: `\`zerolm rank --cost latency --measure ${MEASURED}\` of ${count} candidates of the space small-bert; ${seconds.length} rounds`,
      figures: [],
      ratios: [
        { name: 'time', value: median(seconds), bound: 'at most', target: 60, unit: 's' },
        { name: 'peak memory', value: peak, bound: 'at most', target: LIMIT, unit: 'MB' },
      ],
      checks: ['all are ranked, and the best by score alone have a latency'],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
