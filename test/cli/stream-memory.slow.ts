import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleFlexibertSpec } from '../../src/search-space/sample-flexibert-spec.ts';
import { ROOT } from './run.ts';
import { IMPORT_PEAK } from '../peak-memory.ts';

const MAIN = pathToFileURL(join(ROOT, 'dist', 'cli', 'main.js'));

let folder = '';
let script = '';
let candidates = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-stream-memory-'));
  // A file of its own: the command line takes other arguments in a script that is given with -e.
  script = join(folder, 'measured.mjs');
  writeFileSync(
    script,
    `${IMPORT_PEAK}
    process.on('exit', () => process.stderr.write(String(peakKilobytes())));
    const { main } = await import(${JSON.stringify(MAIN)});
    await main();`,
  );
  candidates = join(folder, 'many.ndjson');
  const specs = Array.from({ length: 2000 }, (_, n) => JSON.stringify(sampleFlexibertSpec(5, n)));
  const lines = Array.from(
    { length: 300_000 },
    (_, n) => `{"id":"c${n}","vocab_size":${1000 + n},${specs[n % specs.length]!.slice(1)}`,
  );
  writeFileSync(candidates, `${lines.join('\n')}\n`);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The table of a ranking of all, and the megabytes that it took at most. */
function ranked(...options: string[]): { stdout: string; megabytes: number } {
  const args = [script, 'rank', candidates, '--top', '20', ...options];
  const run = spawnSync(process.execPath, args, { encoding: 'utf8', cwd: ROOT });
  expect(run.status, run.stderr).toBe(0);
  return { stdout: run.stdout, megabytes: Number(run.stderr) / 1024 };
}

describe('300,000 candidates are ranked', () => {
  it('in less than 250 MB: catches a stream that is held whole', () => {
    const { stdout, megabytes } = ranked();
    expect(stdout.match(/^ *\d+ +c\d+ /gm)).toHaveLength(20);
    expect(megabytes).toBeLessThan(250);
  });

  it('by score and cost in less than 260 MB: catches costs that are held for all', () => {
    const { stdout, megabytes } = ranked('--cost', 'memory');
    expect(stdout).toMatch(/^front: \d+ of 300,000; /m);
    expect(megabytes).toBeLessThan(260);
  });
});
