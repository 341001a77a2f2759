import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluate } from '../../src/workflows/evaluate.ts';
import { rank } from '../../src/workflows/rank.ts';
import { tune } from '../../src/workflows/tune.ts';
import type { Outcome, WorkflowContext } from '../../src/workflows/workflow.ts';
import { measuredTwice, ratedRecords } from '../cli/rated-records.ts';

let folder = '';
const file = (name: string): string => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-abort-'));
  const write = (name: string, records: readonly unknown[]): void => {
    writeFileSync(file(name), records.map((record) => JSON.stringify(record)).join('\n'));
  };
  write('few.ndjson', ratedRecords(300));
  write('many.ndjson', measuredTwice(ratedRecords(1500)));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Steps without input, output or threads: nothing but breaks lets a signal in. Each takes long. */
const STEPS: readonly (readonly [
  step: string,
  run: (context: WorkflowContext) => Promise<Outcome<unknown>>,
])[] = [
  ['tried folds', (c) => tune({ inputs: [file('few.ndjson')], strategy: 'optimize' }, c)],
  ['tried alphas', (c) => tune({ inputs: [file('many.ndjson')] }, c)],
  ['compared proxies', (c) => evaluate({ inputs: [file('many.ndjson')] }, c)],
  ['drew resamples', (c) => evaluate({ inputs: [file('few.ndjson')], resamples: 100_000 }, c)],
  [
    'compared pairs of runs',
    (c) => evaluate({ inputs: [file('many.ndjson')], resamples: 100, proxy: 'depth' }, c),
  ],
  ['drew resamples', (c) => rank({ inputs: [file('few.ndjson')], resamples: 100_000 }, c)],
];

describe('a signal that is aborted while a workflow computes', () => {
  it.each(STEPS)('ends "%s" before its end: catches a loop without breaks', async (step, run) => {
    const controller = new AbortController();
    const reason = new Error('aborted');
    let done = 0;
    let total = Infinity;
    const running = run({
      signal: controller.signal,
      onProgress: (progress) => {
        if (`${progress.verb} ${progress.noun}` !== step) return;
        // A timer fires in a break alone.
        if (done === 0) {
          setTimeout(() => {
            controller.abort(reason);
          }, 0);
        }
        done = Math.max(done, progress.done, 1);
        total = progress.total ?? Infinity;
      },
    });
    await expect(running).rejects.toBe(reason);
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(total);
  });
});
