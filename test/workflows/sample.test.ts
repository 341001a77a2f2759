import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { enumerate } from '../../src/workflows/enumerate.ts';
import { sample } from '../../src/workflows/sample.ts';
import { ROOT } from '../cli/run.ts';

const space = join(ROOT, 'fixtures', 'spaces', 'flexibert.json');

describe('sample', () => {
  it('is an async iterable of batches: catches a sample that is held in memory', async () => {
    const outcome = await sample({ space, n: 10_000_000 });
    if (!outcome.ok) throw new Error('expected candidates');
    let count = 0;
    for await (const batch of outcome.value.batches) {
      count += batch.length;
      if (count >= 1000) break;
    }
    expect(count).toBeLessThan(2000);
  });

  it('has the defaults of the command line, and a summary at the end', async () => {
    const outcome = await sample({ space, constraint: ['params <= 12M'] });
    if (!outcome.ok) throw new Error('expected candidates');
    const { batches, size } = outcome.value;
    expect(size).toBeGreaterThan(10n);
    expect((await batches.next()).value).toHaveLength(10);
    const end = await batches.next();
    expect(end).toMatchObject({ done: true, value: { count: 10, warnings: [] } });
  });

  it('refuses problems of the file and of the constraints together', async () => {
    const outcome = await sample({ space: 'no.json', constraint: ['params <'] });
    expect(outcome.ok ? [] : outcome.problems.map(({ source }) => source)).toEqual([
      'no.json',
      '--constraint',
    ]);
  });

  it('ends where its signal is aborted: catches a loop that hears nobody', async () => {
    const controller = new AbortController();
    const outcome = await sample({ space, n: 10_000_000 }, { signal: controller.signal });
    if (!outcome.ok) throw new Error('expected candidates');
    const reason = new Error('enough');
    controller.abort(reason);
    const { batches } = outcome.value;
    await expect(async () => {
      while ((await batches.next()).done !== true);
    }).rejects.toBe(reason);
  });
});

describe('enumerate', () => {
  it('lists any part alone', async () => {
    const outcome = await enumerate({ space, from: 7n, count: 3n });
    if (!outcome.ok) throw new Error('expected candidates');
    const { value: batch } = await outcome.value.batches.next();
    expect(Array.isArray(batch) ? batch.map(({ id }) => String(id)) : []).toHaveLength(3);
  });
});
