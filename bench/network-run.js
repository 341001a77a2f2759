/**
 * Scores some of the FlexiBERT models by all network proxies, and prints the seconds and the scores:
 * `node network-run.js BERT_benchmark.json BUILD INDEX,...`. A process of its own, so that its
 * memory can be seen.
 */
import process from 'node:process';
import { DEFAULT_PROXY_SETTINGS, PROXIES, readCandidates, scoreProxies } from '../dist/index.js';
import { secondsOf } from './harness.js';

const [, , file = '', build = '', indices = ''] = process.argv;
const { candidates } = await readCandidates([file], {
  build: /** @type {import('../dist/index.js').Build} */ (build),
});
const architectures = indices.split(',').flatMap((index) => {
  const candidate = candidates[Number(index)];
  return candidate === undefined ? [] : [candidate.architecture];
});
/** Proxies that bench/network-peer.py has no counterpart of. */
const WITHOUT_PEER = [
  ...['zico', 'swap', 'swap-regularized', 'meco', 'meco-opt'],
  ...['az-nas-expressivity', 'az-nas-progressivity', 'az-nas-trainability'],
];
const proxies = [...PROXIES.values()].filter(
  ({ name, needs }) => needs === 'network' && !WITHOUT_PEER.includes(name),
);
/** @type {Record<string, (number | null)[]>} */
const scores = {};
const seconds = await secondsOf(async () => {
  const scored = await scoreProxies(proxies, architectures, {
    ...DEFAULT_PROXY_SETTINGS,
    engine: { jobs: 2 },
  });
  for (const { proxy, results } of scored) {
    scores[proxy.name] = results.map((result) => (result.ok ? result.value : null));
  }
});
process.stdout.write(JSON.stringify({ seconds, scores }));
