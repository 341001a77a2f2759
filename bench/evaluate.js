/** The leaderboard of ten thousand models with all its intervals, whole process. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { alternate, BENCHMARKS, check, median, runNode, ZEROLM } from './harness.js';

export const title = 'All proxies on the 10,000 HW-GPT-Bench models, intervals included';

const FILE = join(BENCHMARKS, 'hw-gpt-s', 'hw-gpt-s.ndjson');

/** What a run prints, without the time it takes. @param {string} printed */
const untimed = (printed) => printed.replace(/"milliseconds": [^,\n]*/g, '');

/**
 * @param {{ quick: boolean }} options
 * @returns {Promise<import('./harness.js').Result>}
 */
export async function run({ quick }) {
  if (!existsSync(FILE)) {
    return { settings: '', figures: [], ratios: [], checks: [], skipped: [`no file ${FILE}`] };
  }
  /** @type {string[]} */
  const printed = [];
  let peak = 0;
  const evaluate = async () => {
    const args = ['evaluate', FILE, '--proxy', 'all', '--format', 'json'];
    const done = await runNode([ZEROLM, ...args]);
    printed.push(untimed(done.stdout));
    peak = Math.max(peak, done.peakMegabytes);
    return done.seconds;
  };
  const { seconds } = await alternate(quick ? 1 : 3, { seconds: evaluate }, { warmUp: false });
  const [first = ''] = printed;
  check(
    printed.every((one) => one === first),
    'two runs of one evaluation',
  );
  /** @type {{ n: number, proxies: { proxy: string, kendallTauB?: { ci95: number[] } }[] }} */
  const { n, proxies } = JSON.parse(first.replace(/,\s*}/g, '}'));
  const ranking = proxies.filter(({ kendallTauB }) => kendallTauB !== undefined);
  check(n === 10_000 && ranking.length >= 9, `${n} models, ${ranking.length} proxies that rank`);
  return {
    settings: `\`zerolm evaluate hw-gpt-s.ndjson --proxy all\`, 1000 resamples, ${ranking.length} proxies that rank; ${seconds.length} rounds`,
    figures: [{ name: 'peak memory', value: peak, unit: 'MB' }],
    ratios: [{ name: 'time', value: median(seconds), bound: 'at most', target: 20, unit: 's' }],
    checks: ['every run prints the same, milliseconds aside'],
  };
}
