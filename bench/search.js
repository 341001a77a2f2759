/** Exact search of published spaces, whole processes, against the start of the program. */
import { alternate, check, median, runNode, ZEROLM } from './harness.js';

export const title = 'Exact search, whole processes';

const NSC = ['--proxy', 'nsc', '--nsc-shapes', 'paper', '--format', 'json'];

/** Spaces with their published optimum, and how long the program that published it took, in seconds. */
const PUBLISHED = {
  'transformer-xl': { score: 12391.7561, published: 2 },
  'autoformer-tiny': { score: 8802.5525, published: 0.03 },
  'autoformer-small': { score: 17790.0437, published: 0.03 },
  'autoformer-base': { score: 29579.5962, published: 0.03 },
};

/** Seconds that a search may take beyond one and a half starts of the program. */
const ALLOWED = 0.2;

/**
 * @param {{ quick: boolean }} options
 * @returns {Promise<import('./harness.js').Result>}
 */
export async function run({ quick }) {
  const rounds = quick ? 5 : 15;
  const cpu = async (/** @type {string[]} */ ...args) =>
    (await runNode([ZEROLM, ...args])).cpuSeconds;
  const search = (/** @type {string} */ name) => ['search', `fixtures/spaces/${name}.json`, ...NSC];
  const names = Object.keys(PUBLISHED);
  /** @type {Record<string, () => Promise<number>>} */
  const sides = { version: () => cpu('--version') };
  for (const name of names) sides[name] = () => cpu(...search(name));
  const runs = await alternate(rounds, sides);
  const versions = runs['version'] ?? [];
  for (const [name, { score }] of Object.entries(PUBLISHED)) {
    const { stdout } = await runNode([ZEROLM, ...search(name)]);
    const found = JSON.parse(stdout).ranking[0].score;
    check(Math.abs(found - score) < 1e-3, `${name}: ${found}, published ${score}`);
  }
  const hundred = ['--constraint', 'params <= 15M', '--top', '100', '--format', 'json'];
  const large = [];
  for (let round = 0; round < (quick ? 1 : 5); round++) {
    large.push(await runNode([ZEROLM, 'search', 'fixtures/spaces/flexibert.json', ...hundred]));
  }
  const start = median(versions);
  const flexibert = median(large.map(({ cpuSeconds }) => cpuSeconds));
  const peak = Math.max(...large.map(({ peakMegabytes }) => peakMegabytes));
  return {
    settings: `processor time of whole processes, ${rounds} rounds in turn`,
    figures: [
      { name: '`zerolm --version`', value: start, unit: 's' },
      ...names.map((name) => ({
        name,
        value: median(runs[name] ?? []),
        unit: /** @type {const} */ ('s'),
      })),
    ],
    ratios: [
      ...names.map((name) => ({
        name: `${name}, beyond one and a half starts`,
        value: median((runs[name] ?? []).map((own, round) => own - 1.5 * (versions[round] ?? NaN))),
        bound: /** @type {const} */ ('at most'),
        target: ALLOWED,
        unit: 's',
      })),
      {
        name: 'FlexiBERT, the best 100 under 15 M parameters',
        value: flexibert,
        bound: 'at most',
        target: 3,
        unit: 's',
      },
      { name: 'peak memory of that', value: peak, bound: 'at most', target: 300, unit: 'MB' },
    ],
    checks: ['the optima are those that the authors of NSC-DP publish, to 0.001'],
  };
}
