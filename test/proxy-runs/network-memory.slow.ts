import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ROOT } from '../cli/run.ts';
import { IMPORT_PEAK } from '../peak-memory.ts';

function output(args: readonly string[]): unknown {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

const many = z.object({ memory: z.array(z.object({ rss: z.number(), peak: z.number() })) });

describe('running 500 architectures', () => {
  test.each([1, 2])(
    'on %i threads takes no more after the first hundred: catches sessions, weights or buffers that are kept',
    (jobs) => {
      const args = [join('bench', 'networks.js'), '500', '1', '32', String(jobs)];
      const { memory } = many.parse(output(args));
      // Once for each, but for those that were sampled twice.
      expect(memory.length).toBeGreaterThan(450);
      // Threads that wait for a busy machine come to their largest models later.
      const [first, last] = [memory[99], memory.at(-1)];
      if (first === undefined || last === undefined) throw new Error('no memory');
      expect(last.peak - first.peak).toBeLessThan(50e6);
      // The largest come first, so that what is kept is seen here alone.
      expect(last.rss - first.rss).toBeLessThan(50e6);
      expect(last.peak).toBeLessThan(2e9);
    },
    3_000_000,
  );
});

/** Runs one network in a process of its own, and says what was estimated and what it took. */
const ONE = `
import process from 'node:process';
import { readFileSync } from 'node:fs';
${IMPORT_PEAK}
const [, file, kind, batch, length] = process.argv;
const { readRecord } = await import('${join(ROOT, 'dist', 'index.js')}');
const { NETWORK_PROXIES } = await import('${join(ROOT, 'dist', 'proxies', 'registry.js')}');
const { NetworkScorer, prepareNetwork } = await import('${join(ROOT, 'dist', 'proxy-runs', 'network-scorer.js')}');
const { PROCESS_BYTES, threadNeed } = await import('${join(ROOT, 'dist', 'proxy-runs', 'memory-need.js')}');
const record = JSON.parse(readFileSync(file, 'utf8'));
const { candidate } = readRecord(record, { source: file, defaultId: 'x', build: 'declared' });
const settings = { batch: Number(batch), sequenceLength: Number(length), loss: 'next-token', initialization: 'normal', tokens: null, own: {} };
const proxies = NETWORK_PROXIES.filter((proxy) => kind === 'all' || proxy.name === kind);
const network = prepareNetwork(candidate.architecture, proxies, settings);
const scorer = new NetworkScorer(settings);
await scorer.score(network, 0);
await scorer.close();
const estimate = PROCESS_BYTES + threadNeed(network.bytes);
process.stdout.write(JSON.stringify({ estimate, peak: peakKilobytes() * 1024 }));
`;

const one = z.object({ estimate: z.number(), peak: z.number() });

describe('the estimate of the memory of a process', () => {
  test.each([
    ['bert-tiny', 'all', 4, 128],
    ['bert-mini', 'all', 4, 128],
    ['bert-mini', 'synflow', 4, 128],
    ['bert-small', 'all', 1, 512],
    ['bert-small', 'snip', 4, 128],
    ['bert-medium', 'all', 4, 128],
    ['bert-medium', 'synflow', 4, 128],
    ['bert-base', 'snip', 4, 128],
  ])(
    'of %s by %s, %i x %i, is no less than it takes, and not twice as much',
    (model, kind, batch, length) => {
      const file = join('fixtures', 'bert-family', `${model}.json`);
      const args = ['--input-type=module', '-e', ONE, file, kind, String(batch), String(length)];
      const { estimate, peak } = one.parse(output(args));
      expect(estimate).toBeGreaterThanOrEqual(peak);
      expect(estimate).toBeLessThan(2.1 * peak);
    },
  );
});
