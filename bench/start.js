/** Start-up: what a process that does next to nothing takes. */
import process from 'node:process';
import { alternate, median, medianRatio, runNode, ZEROLM } from './harness.js';

export const title = 'Start-up';

/**
 * @param {{ quick: boolean }} options
 * @returns {Promise<import('./harness.js').Result>}
 */
export async function run({ quick }) {
  const rounds = quick ? 11 : 31;
  const spec = 'fixtures/bert-family/bert-tiny.json';
  const seconds = async (/** @type {string[]} */ ...args) =>
    (await runNode(args, { peak: false })).seconds;
  const runs = await alternate(rounds, {
    node: () => seconds('-e', '0'),
    version: () => seconds(ZEROLM, '--version'),
    score: () => seconds(ZEROLM, 'score', spec),
  });
  const { peakMegabytes } = await runNode([ZEROLM, 'score', spec]);
  const milliseconds = (/** @type {number[]} */ values) => 1000 * median(values);
  return {
    settings: `whole processes of Node ${process.version}, ${rounds} rounds in turn`,
    figures: [
      { name: '`node -e 0`', value: milliseconds(runs.node), unit: 'ms' },
      { name: '`zerolm --version`', value: milliseconds(runs.version), unit: 'ms' },
      { name: '`zerolm score` of a small spec', value: milliseconds(runs.score), unit: 'ms' },
      { name: 'peak memory of `zerolm score`', value: peakMegabytes, unit: 'MB' },
    ],
    ratios: [
      {
        name: '`--version` against `node -e 0`',
        value: medianRatio(runs.version, runs.node),
        bound: 'at most',
        target: 2.5,
      },
      {
        name: '`score` against `node -e 0`',
        value: medianRatio(runs.score, runs.node),
        bound: 'at most',
        target: 4,
      },
    ],
    checks: [],
  };
}
