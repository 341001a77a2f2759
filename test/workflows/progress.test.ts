import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadRuntime } from '../../src/runtime/load-runtime.ts';
import { convert } from '../../src/workflows/convert.ts';
import { enumerate } from '../../src/workflows/enumerate.ts';
import { evaluate } from '../../src/workflows/evaluate.ts';
import { explain } from '../../src/workflows/explain.ts';
import { exportModel } from '../../src/workflows/export-model.ts';
import { init } from '../../src/workflows/init.ts';
import { latency } from '../../src/workflows/latency.ts';
import { rank } from '../../src/workflows/rank.ts';
import { sample } from '../../src/workflows/sample.ts';
import { score } from '../../src/workflows/score.ts';
import { tune } from '../../src/workflows/tune.ts';
import type { Outcome, Progress, WorkflowContext } from '../../src/workflows/workflow.ts';
import { measuredTwice, ratedRecords } from '../cli/rated-records.ts';
import { valueOf } from './outcomes.ts';

const COUNT = 60;
/** More than one batch of a stream. */
const MANY = 300;
const TINY = 'fixtures/bert-family/bert-tiny.json';
const runtime = await loadRuntime();

let folder = '';
let rated = '';
let lines = '';
let many = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-progress-'));
  rated = join(folder, 'rated.json');
  lines = join(folder, 'rated.ndjson');
  const records = ratedRecords(COUNT);
  writeFileSync(rated, JSON.stringify(measuredTwice(records.slice(0, COUNT / 2))));
  many = join(folder, 'many.ndjson');
  const textOf = (own: readonly object[]): string =>
    own.map((record) => `${JSON.stringify(record)}\n`).join('');
  writeFileSync(lines, textOf(records));
  writeFileSync(many, textOf(ratedRecords(MANY)));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The last report of each step of a run, by its verb and noun, after a check of all of them. */
async function stepsOf(
  run: (context: WorkflowContext) => Promise<unknown>,
): Promise<Map<string, Progress>> {
  const last = new Map<string, Progress>();
  await run({
    onProgress: (progress) => {
      const name = `${progress.verb} ${progress.noun}`;
      const before = last.get(name);
      expect(Number.isInteger(progress.done), name).toBe(true);
      expect(progress.done, name).toBeGreaterThanOrEqual(before?.done ?? 0);
      expect(progress.share ?? 1, name).toBeGreaterThanOrEqual(before?.share ?? 0);
      expect(progress.share ?? 0, name).toBeLessThanOrEqual(1);
      if (progress.total !== null) expect(progress.done, name).toBeLessThanOrEqual(progress.total);
      last.set(name, progress);
    },
  });
  return last;
}

const succeeded = async (outcome: Promise<Outcome<unknown>>): Promise<unknown> =>
  valueOf(await outcome);

/** What the last report of a step says: everything is done. */
const all = (count: number): object => ({ done: count, total: count, share: 1 });

/** Works through all batches of a result. */
async function drained(outcome: Promise<Outcome<{ batches: AsyncGenerator }>>) {
  const { batches } = valueOf(await outcome);
  while ((await batches.next()).done !== true);
}

describe('the progress of', () => {
  it.each(['expected', 'sampled'] as const)(
    'rank tells scores and intervals, of a stream and of a file (%s): catches one step for all',
    async (mode) => {
      for (const input of [lines, rated]) {
        const steps = await stepsOf((context) =>
          succeeded(rank({ inputs: [input], mode, resamples: 100 }, context)),
        );
        expect([...steps.keys()]).toEqual(['scored candidates', 'drew resamples']);
        expect(steps.get('scored candidates')).toMatchObject(all(COUNT));
        expect(steps.get('drew resamples')).toMatchObject(all(100));
      }
    },
  );

  it('rank does not know how many there are before the end of a stream: catches a total made up', async () => {
    const totals = new Set<number | null>();
    await rank(
      { inputs: [many], resamples: 100 },
      {
        onProgress: ({ noun, total }) => {
          if (noun === 'candidates') totals.add(total);
        },
      },
    );
    expect([...totals]).toEqual([null, MANY]);
  });

  it('evaluate tells every phase: catches a bar that stands still while intervals are drawn', async () => {
    const steps = await stepsOf((context) =>
      succeeded(
        evaluate(
          { inputs: [rated], proxy: 'depth,log-determinant', resamples: 100, page: true },
          context,
        ),
      ),
    );
    expect([...steps.keys()]).toEqual([
      'read candidates',
      'scored candidates by params',
      'scored candidates by depth',
      'scored candidates by log-determinant',
      'compared proxies',
      'drew resamples',
      'compared pairs of runs',
      'measured candidates of the figures',
    ]);
    for (const [name, step] of steps) {
      expect(step, name).toMatchObject(all(step.total ?? NaN));
      if (name.includes('candidates by')) expect(step.total, name).toBe(COUNT);
    }
  });

  it.skipIf(!runtime.ok)('evaluate counts networks: catches multiply-adds', async () => {
    const few = join(folder, 'few.json');
    writeFileSync(few, JSON.stringify(ratedRecords(4)));
    const steps = await stepsOf((context) =>
      succeeded(
        evaluate(
          { inputs: [few], proxy: 'synflow', sequenceLength: 8, batch: 1, resamples: 100 },
          context,
        ),
      ),
    );
    expect(steps.get('ran networks')).toMatchObject(all(4));
  });

  it.each([
    ['sampling', ['scored candidates', 'tried alphas']],
    ['optimize', ['scored candidates', 'tried folds', 'tried alphas']],
  ] as const)(
    'tune tells how it chooses (%s): catches a wait without a word',
    async (strategy, names) => {
      const steps = await stepsOf((context) =>
        succeeded(tune({ inputs: [rated], strategy }, context)),
      );
      expect([...steps.keys()]).toEqual(names);
    },
  );

  it('score counts weights: catches entries, which are no things', async () => {
    const steps = await stepsOf((context) =>
      succeeded(score({ input: TINY, mode: 'sampled' }, context)),
    );
    expect([...steps.keys()]).toEqual(['measured weights']);
    expect(steps.get('measured weights')).toMatchObject({ share: 1 });
  });

  it('init, export and score of a checkpoint tell what is written and read', async () => {
    const out = join(folder, 'tiny.safetensors');
    const written = await stepsOf((context) => succeeded(init({ input: TINY, out }, context)));
    expect(written.get('wrote MB')).toMatchObject(all(18));
    const exported = await stepsOf((context) =>
      succeeded(exportModel({ input: TINY, out: join(folder, 'tiny.onnx') }, context)),
    );
    expect(exported.get('wrote MB')).toMatchObject({ share: 1 });
    const read = await stepsOf((context) =>
      succeeded(score({ input: out, mode: 'weights' }, context)),
    );
    expect(read.get('measured weights')).toMatchObject({ share: 1 });
  });

  it('explain counts the changes that it tries: catches progress of one batch alone', async () => {
    const inputs = [TINY, 'fixtures/bert-family/bert-mini.json'] as const;
    const steps = await stepsOf(async (context) => {
      const { document } = valueOf(await explain({ inputs }, context));
      expect(document.changesTried).toBeGreaterThan(0);
    });
    expect([...steps.keys()]).toEqual(['scored architectures', 'tried changes']);
  });

  it.skipIf(!runtime.ok)('latency tells its steps: catches a wait for weights', async () => {
    const steps = await stepsOf((context) =>
      succeeded(latency({ inputs: [TINY], sequenceLength: 8, warmUp: 1, repeats: 3 }, context)),
    );
    expect([...steps.keys()]).toEqual(['read candidates', 'took steps']);
    expect(steps.get('took steps')).toMatchObject({ share: 1 });
  });

  it('sample, enumerate and convert tell their candidates: catches a stream in silence', async () => {
    const space = 'fixtures/spaces/flexibert.json';
    const drawn = await stepsOf((context) => drained(sample({ space, n: 10_000 }, context)));
    expect(drawn.get('drew candidates')).toMatchObject({ total: 10_000 });
    const listed = await stepsOf((context) =>
      drained(enumerate({ space, count: 10_000n }, context)),
    );
    expect(listed.get('looked at candidates')).toMatchObject({ total: 10_000 });
    const converted = await stepsOf((context) =>
      drained(convert({ input: many, to: 'flexibert' }, context)),
    );
    expect(converted.get('converted candidates')?.done).toBe(256);
  });
});
