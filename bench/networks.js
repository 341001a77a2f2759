/**
 * Scores sampled encoders of the FlexiBERT space by all proxies that run the network, and prints as
 * JSON what memory the process took after each and in the end, and the time.
 *
 * node bench/networks.js [models] [batch] [length] [jobs]
 */
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { DEFAULT_PROXY_SETTINGS, readRecord, scoreProxies } from '../dist/index.js';
import { NETWORK_PROXIES } from '../dist/proxies/registry.js';
import { sampleFlexibertSpec } from '../dist/search-space/sample-flexibert-spec.js';

const [models = 500, batch = 1, sequenceLength = 32, jobs = 2] = process.argv.slice(2).map(Number);
const context = { source: 'sample', defaultId: 'sample', build: /** @type {const} */ ('declared') };
const architectures = Array.from({ length: models }, (_, index) => {
  const { candidate } = readRecord(sampleFlexibertSpec(5, index), context);
  if (candidate === undefined) throw new Error(`sample ${index} is refused`);
  return candidate.architecture;
});
const settings = {
  ...DEFAULT_PROXY_SETTINGS,
  sequenceLength,
  network: { ...DEFAULT_PROXY_SETTINGS.network, batch },
  engine: { jobs },
};

/** @type {{ rss: number, peak: number }[]} */
const memory = [];
const started = performance.now();
const scored = await scoreProxies(NETWORK_PROXIES, architectures, settings, () => {
  const peak = process.resourceUsage().maxRSS * 1024;
  memory.push({ rss: process.memoryUsage.rss(), peak });
});
const seconds = (performance.now() - started) / 1000;
const { user, system } = process.cpuUsage();
const failed = scored.flatMap(({ results }) => results.filter(({ ok }) => !ok)).length;
const cpuSeconds = (user + system) / 1e6;
const milliseconds = Object.fromEntries(
  scored.map(({ proxy, milliseconds }) => [proxy.name, Math.round(milliseconds)]),
);
process.stdout.write(`${JSON.stringify({ seconds, cpuSeconds, failed, milliseconds, memory })}\n`);
