import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScoreDocument } from '../../src/report/documents/score-document.ts';
import { score, type ScoreRequest } from '../../src/workflows/score.ts';
import { problemsOf, valueOf, warningsOf } from './outcomes.ts';

const TINY = 'fixtures/bert-family/bert-tiny.json';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-score-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const scored = async (request: Partial<ScoreRequest> = {}): Promise<ScoreDocument> =>
  valueOf(await score({ input: TINY, ...request })).document;

describe('score(request)', () => {
  it('gives mean and standard deviation over the seeds of single runs: catches a wrong spread', async () => {
    const one = async (seed: number): Promise<number> =>
      (await scored({ mode: 'sampled', seed })).score;
    const single = [await one(7), await one(8), await one(9)];
    const mean = (single[0]! + single[1]! + single[2]!) / 3;
    const variance = single.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 2;
    const several = await scored({ mode: 'sampled', seed: 7, seeds: 3 });
    expect(several.score).toBeCloseTo(mean, 14);
    expect(several.standardDeviation?.score).toBeCloseTo(Math.sqrt(variance), 14);
  });

  it.each([
    'params',
    'frobenius',
    'frobenius2',
    'log-determinant',
    'spectral-norm',
    'nuclear-norm',
    'stable-rank',
    'effective-rank',
    'frobenius2 / min(rows, cols)',
  ])('accepts the capacity "%s": catches a name that is not known', async (capacity) => {
    const candidate = 'fixtures/flexibert-candidates/candidate-00.json';
    const spec: unknown = JSON.parse(readFileSync(candidate, 'utf8'));
    const small = join(folder, 'small.json');
    writeFileSync(small, JSON.stringify({ ...(spec as object), vocab_size: 500 }));
    const document = await scored({ input: small, capacity, mode: 'sampled' });
    expect(document.settings.capacity).toBe(capacity);
    expect(document.score).toBeGreaterThan(0);
  });

  it('refuses two balances: catches the last one that wins', async () => {
    const outcome = await score({ input: TINY, alpha: 1, formula: 'attention' });
    expect(problemsOf(outcome)).toBe('--alpha and --formula contradict each other: leave one out');
  });

  it('warns of fields that change nothing, none of defaults: catches a field that is ignored', async () => {
    const ignored = '--seed: ignored: an expected score has no seed';
    expect(warningsOf(await score({ input: TINY, seed: 0 }))).toBe(ignored);
    expect(warningsOf(await score({ input: TINY }))).toBe('');
    expect(warningsOf(await score({ input: TINY, mode: 'sampled', seed: 3 }))).toBe('');
  });
});
