import { describe, expect, it } from 'vitest';
import { defineWorkflow } from '../../src/workflows/define-workflow.ts';
import { Refusal } from '../../src/workflows/refusal.ts';
import { evaluate } from '../../src/workflows/evaluate.ts';
import type { Progress } from '../../src/workflows/workflow.ts';
import { rank } from '../../src/workflows/rank.ts';

const warning = { source: 'a', path: '', message: 'odd' };

describe('defineWorkflow(compute)', () => {
  it('gives the value with the warnings in their order: catches warnings of another run', async () => {
    const twice = defineWorkflow((value: number, { warn }) => {
      warn([{ ...warning, source: '1' }]);
      warn([{ ...warning, source: '2' }]);
      return Promise.resolve(2 * value);
    });
    await twice(1);
    const outcome = await twice(4);
    expect(outcome).toMatchObject({ ok: true, value: 8 });
    expect(outcome.warnings.map(({ source }) => source)).toEqual(['1', '2']);
  });

  it('makes a refusal an outcome, warnings included, and nothing else: catches a hidden bug', async () => {
    const fail = defineWorkflow((error: Error, { warn }) => {
      warn([warning]);
      return Promise.reject(error);
    });
    expect(await fail(Refusal.of('wrong'))).toEqual({
      ok: false,
      problems: [{ source: '', path: '', message: 'wrong' }],
      warnings: [warning],
    });
    await expect(fail(new TypeError('a bug'))).rejects.toThrow('a bug');
  });
});

describe('the signal of a workflow', () => {
  const request = { inputs: ['fixtures/bert-family'], truth: 'fixtures/bert-family-mnli.csv' };
  /** Aborts at the first report of progress. */
  const abortion = (): { signal: AbortSignal; onProgress: () => void } => {
    const controller = new AbortController();
    const onProgress = (): void => {
      controller.abort(new Error('enough'));
    };
    return { signal: controller.signal, onProgress };
  };

  it('ends it before it starts: catches a signal that is not looked at', async () => {
    await expect(rank(request, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow(
      'enough',
    );
  });

  it.each([
    ['sampled scores, in threads', { mode: 'sampled', jobs: 2 } as const],
    ['sampled scores, in this thread', { mode: 'sampled', jobs: 1 } as const],
    ['expected scores', {}],
  ])('ends %s between two batches: catches work that goes on', async (_, settings) => {
    let calls = 0;
    const { signal, onProgress } = abortion();
    const counted = ({ verb }: Progress): void => {
      if (verb !== 'scored') return;
      calls += 1;
      onProgress();
    };
    await expect(
      evaluate({ ...request, ...settings, proxy: 'zerolm' }, { signal, onProgress: counted }),
    ).rejects.toThrow('enough');
    expect(calls).toBe(1);
  });
});
