/**
 * Runs the benches, all or those that are named: `npm run bench [-- --quick|--long] [NAME...]`. Writes
 * what it measured into `results.json` and `docs/performance.md`; with `--quick` (less work, fewer
 * rounds) it prints only. With `--long` the proxies that run the network are benched on all 500 models, not on 100.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import * as checkpoint from './checkpoint.js';
import * as closedForm from './closed-form.js';
import * as configs from './configs.js';
import * as evaluate from './evaluate.js';
import * as extract from './extract.js';
import * as flexibertSampled from './flexibert-sampled.js';
import * as latencyTable from './latency-table.js';
import * as llama from './llama.js';
import { machine } from './machine.js';
import * as million from './million.js';
import * as network from './network.js';
import * as networkLlama from './network-llama.js';
import * as normals from './normals.js';
import { startPeer } from './peer.js';
import * as predict from './predict.js';
import { asText, isMet, updatePage } from './report.js';
import * as rankLatency from './rank-latency.js';
import * as search from './search.js';
import * as spectral from './spectral.js';
import * as start from './start.js';
import * as tune from './tune.js';

const BENCHES = {
  normals,
  'flexibert-sampled': flexibertSampled,
  'closed-form': closedForm,
  million,
  predict,
  search,
  start,
  llama,
  spectral,
  tune,
  evaluate,
  network,
  'network-llama': networkLlama,
  'rank-latency': rankLatency,
  'latency-table': latencyTable,
  checkpoint,
  extract,
  configs,
};

const { values, positionals } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    long: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const { quick, long } = values;
const names = Object.keys(BENCHES);
const unknown = positionals.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`no bench ${unknown.join(', ')}: expected ${names.join(', ')}\n`);
  process.exit(2);
}

const peer = await startPeer(1);
const peers = peer.versions;
peer.stop();
const place = machine();
process.stdout.write(`${JSON.stringify({ ...place, ...peers })}\n\n`);

/** @type {import('./report.js').Entry[]} */
const benches = [];
for (const [name, { title, run }] of Object.entries(BENCHES)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  /** @type {import('./harness.js').Result} */
  let result;
  try {
    result = await run({ quick, long });
  } catch (error) {
    // The other benches have their say; the exit code tells.
    const reason = error instanceof Error ? error.message : String(error);
    result = { settings: '', figures: [], ratios: [], checks: [], skipped: [`failed: ${reason}`] };
    process.exitCode = 1;
  }
  const entry = { name, title, commit: place.commit, date: place.date, ...result };
  process.stdout.write(`${asText(entry)}\n`);
  benches.push(entry);
}

if (quick) {
  process.stdout.write('Not a full run: results.json and docs/performance.md stay as they are.\n');
} else {
  const target = join(import.meta.dirname, 'results.json');
  /** @type {import('./report.js').Report} */
  const last = JSON.parse(readFileSync(target, 'utf8'));
  const kept = last.benches.map((entry) => ({
    ...{ commit: last.machine.commit, date: last.machine.date },
    ...entry,
  }));
  const report = {
    machine: place,
    peers,
    quick,
    benches: names.flatMap((name) => {
      const entry = [...benches, ...kept].find((own) => own.name === name);
      return entry === undefined ? [] : [entry];
    }),
  };
  const withVerdicts = {
    ...report,
    benches: report.benches.map((entry) => ({
      ...entry,
      ratios: entry.ratios.map((ratio) => ({ ...ratio, met: isMet(ratio) })),
    })),
  };
  writeFileSync(target, `${JSON.stringify(withVerdicts, null, 2)}\n`);
  process.stdout.write(
    `Written: ${target}${updatePage(report) ? ' and docs/performance.md' : ''}\n`,
  );
}
