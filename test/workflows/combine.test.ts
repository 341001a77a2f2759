import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { combineScores } from '../../src/evaluation/combine-scores.ts';
import { evaluateScores } from '../../src/evaluation/evaluate-scores.ts';
import { evaluateReport } from '../../src/report/evaluate-report.ts';
import { rankReport } from '../../src/report/rank-report.ts';
import { OUTPUT_FORMATS, render } from '../../src/report/render.ts';
import { loadRuntime } from '../../src/runtime/load-runtime.ts';
import { readTruth } from '../../src/truth/truth.ts';
import { evaluate } from '../../src/workflows/evaluate.ts';
import { rank, type RankRequest } from '../../src/workflows/rank.ts';
import { score } from '../../src/workflows/score.ts';
import { problemsOf, valueOf, warningsOf } from './outcomes.ts';

const BERTS = ['fixtures/bert-family'];
const TRUTH = 'fixtures/bert-family-mnli.csv';
const SPACE = ['fixtures/flexibert-candidates'];
const { ok: hasRuntime } = await loadRuntime();

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-combine-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const ranked = async (request: Partial<RankRequest>) =>
  valueOf(await rank({ inputs: SPACE, ...request })).document;

/** The scores of a proxy by id, higher is better. */
async function scoresBy(proxy: string, request: Partial<RankRequest> = {}) {
  const { ranking } = await ranked({ proxy, ...request });
  return new Map(ranking.map((entry) => [entry.id, entry.score]));
}

describe('rank with combined proxies', () => {
  it.each(['mean-rank', 'az-nas'] as const)(
    '%s is of the ranks that each proxy gives by itself: catches a proxy that is left out',
    async (combine) => {
      const names = ['zerolm', 'depth', 'nsc'];
      const all = await Promise.all(names.map((name) => scoresBy(name)));
      const { ranking, settings } = await ranked({ proxy: 'nsc,zerolm,depth', combine });
      const ids = ranking.map(({ id }) => id);
      const expected = combineScores(
        all.map((scores) => ids.map((id) => scores.get(id) ?? NaN)),
        combine,
      );
      for (const [index, entry] of ranking.entries()) {
        expect(entry.score).toBe(expected[index]?.score);
        for (const [list, name] of names.entries()) {
          const rankFromBest = ids.length + 1 - (expected[index]?.ranks[list] ?? NaN);
          expect(entry.byProxy?.[name]).toEqual({
            score: all[list]?.get(entry.id),
            rank: rankFromBest,
          });
        }
      }
      expect(settings.proxy).toMatchObject({ name: combine, combines: names });
      expect(ranking.map((entry) => entry.score)).toEqual(
        ranking.map((entry) => entry.score).toSorted((a, b) => b - a),
      );
    },
  );

  it('takes candidates of several streams and files together: catches ranks within a batch', async () => {
    const lines = (from: number): string =>
      [0, 1, 2]
        .map((index) => ({
          ...{ id: `m${from + index}`, model_type: 'llama', vocab_size: 100 },
          ...{ hidden_size: 16 * (1 + ((from + index) % 5)), intermediate_size: 32 },
          ...{ num_hidden_layers: 1 + ((2 * from + index) % 4), num_attention_heads: 2 },
        }))
        .map((record) => JSON.stringify(record))
        .join('\n');
    const [a, b, all] = ['a', 'b', 'all'].map((name) => join(folder, `${name}.ndjson`));
    writeFileSync(a!, lines(0));
    writeFileSync(b!, lines(3));
    writeFileSync(all!, `${lines(0)}\n${lines(3)}`);
    const request = { proxy: 'depth,params', combine: 'az-nas' } as const;
    const apart = await ranked({ inputs: [a!, b!], ...request });
    expect(apart.candidates).toBe(6);
    expect(apart.ranking).toEqual((await ranked({ inputs: [all!], ...request })).ranking);
    expect((await ranked({ inputs: [b!, a!], ...request })).ranking).toEqual(apart.ranking);
    const first = await ranked({ inputs: [a!, b!], ...request, top: 2 });
    expect(first.ranking).toEqual(apart.ranking.slice(0, 2));
  });

  it('has truth, cost, constraints and a page, in all formats: catches a title of ZeroLM', async () => {
    const request = {
      ...{ inputs: BERTS, truth: TRUTH, page: true, plot: true, cost: 'params' as const },
      ...{ proxy: 'depth,nsc', combine: 'mean-rank' as const, constraint: ['depth >= 4'] },
    };
    const { document, page, plot } = valueOf(await rank(request));
    expect(document.candidates).toBe(5);
    // The best of five by both proxies.
    expect(document.ranking[0]).toMatchObject({ id: 'bert-large', score: 5 });
    expect(document.evaluation?.kendallTauB.value).toBeGreaterThan(0.5);
    expect(document.front?.size).toBeGreaterThan(0);
    expect(plot?.scoreName).toBe('mean-rank');
    expect(page?.lead[0]).toBe('score: mean-rank, of the ranks by depth, nsc');
    const texts = await Promise.all(
      OUTPUT_FORMATS.map((format) => render(rankReport(document), format, false)),
    );
    for (const text of texts) expect(text).toMatch(/depth/);
    expect(texts.join('')).toContain('depth.rank');
  });

  it('respects the settings of ZeroLM where it is among them: catches a balance that is dropped', async () => {
    const request = { proxy: 'zerolm,depth', combine: 'mean-rank' } as const;
    const own = await scoresBy('zerolm', { alpha: -1 });
    const { ranking, settings } = await ranked({ ...request, alpha: -1 });
    for (const { id, byProxy } of ranking) expect(byProxy?.zerolm?.score).toBe(own.get(id));
    expect(settings.balance).toMatchObject({ attention: -1 });
    expect(
      problemsOf(await rank({ inputs: SPACE, ...request, proxy: 'nsc,depth', alpha: 1 })),
    ).toBe('--proxy mean-rank and --alpha contradict each other: leave one out');
  });

  it('refuses what it cannot combine: catches a combination of one', async () => {
    const inputs = SPACE;
    expect(problemsOf(await rank({ inputs, combine: 'az-nas' }))).toMatch(
      /there is one proxy, zerolm/,
    );
    expect(problemsOf(await rank({ inputs, proxy: 'depth,depth', combine: 'az-nas' }))).toMatch(
      /there is one proxy, depth: name several/,
    );
    expect(problemsOf(await rank({ inputs, proxy: 'depth,nsc' }))).toMatch(
      /expected one proxy; rank and evaluate combine the ranks of several by --combine/,
    );
    expect(problemsOf(await rank({ inputs, proxy: 'depth,nscc', combine: 'az-nas' }))).toMatch(
      /did you mean nsc\?/,
    );
    const input = 'fixtures/bert-family/bert-tiny.json';
    expect(problemsOf(await score({ input, proxy: 'depth,nsc' }))).toMatch(/expected one proxy/);
  });

  it('names the proxy that has no score, or leaves the candidate out of all ranks', async () => {
    const llama = { model_type: 'llama', vocab_size: 100, num_attention_heads: 2 };
    const records = [
      ...[2, 3, 4].map((depth) => ({
        ...{ ...llama, id: `d${depth}`, hidden_size: 16, intermediate_size: 32 },
        num_hidden_layers: depth,
      })),
      {
        ...{ ...llama, id: 'huge', hidden_size: 2 ** 16, intermediate_size: 32 },
        num_hidden_layers: 2000,
      },
    ];
    const path = join(folder, 'huge.json');
    writeFileSync(path, JSON.stringify(records));
    const request = { inputs: [path], proxy: 'depth,depth-width', combine: 'mean-rank' } as const;
    expect(problemsOf(await rank(request))).toMatch(/depth-width: 2000 blocks whose hidden sizes/);
    const { ranking } = await ranked({ ...request, skipInvalid: true });
    expect(ranking.map((entry) => [entry.id, entry.score])).toEqual([
      ['d4', 3],
      ['d3', 2],
      ['d2', 1],
    ]);
  });

  it.skipIf(!hasRuntime)(
    'runs networks: catches networks that are run in closed form',
    async () => {
      const text = readFileSync('fixtures/bert-family/bert-tiny.json', 'utf8');
      const spec = z.looseObject({}).parse(JSON.parse(text));
      const small = [16, 32, 64].map((size) => ({
        ...{ ...spec, id: `i${size}`, vocab_size: 50, hidden_size: 16, intermediate_size: size },
        num_attention_heads: 2,
      }));
      const path = join(folder, 'small.json');
      writeFileSync(path, JSON.stringify(small));
      const request = { inputs: [path], proxy: 'snip,depth', batch: 2, sequenceLength: 8 };
      const { ranking, settings } = await ranked({ ...request, combine: 'az-nas' });
      expect(ranking).toHaveLength(3);
      expect(settings.proxy?.network).toMatchObject({ batch: 2 });
    },
  );
});

describe('evaluate with combined proxies', () => {
  it('has a row with intervals of the combined score: catches ranks of those with a truth alone', async () => {
    const request = { inputs: BERTS, truth: TRUTH, proxy: 'depth,nsc', resamples: 200 };
    const { document, page } = valueOf(
      await evaluate({ ...request, combine: 'az-nas', page: true }),
    );
    // The baseline, params, is compared with and has no part in the ranks.
    expect(document.proxies.map(({ proxy }) => proxy)).toEqual([
      'params',
      'depth',
      'nsc',
      'az-nas',
    ]);
    expect(document.settings.combine).toEqual({ how: 'az-nas', proxies: ['depth', 'nsc'] });
    const row = document.proxies.find(({ proxy }) => proxy === 'az-nas');
    const truth = await readTruth(TRUTH, undefined, 'refuse');
    if (!truth.ok || row === undefined || !('kendallTauB' in row)) throw new Error('no row');
    const { ranking } = await ranked({ inputs: BERTS, proxy: 'depth,nsc', combine: 'az-nas' });
    const known = ranking
      .filter(({ id }) => truth.value.values.has(id))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const expected = evaluateScores({
      scores: known.map((entry) => entry.score),
      truth: known.map(({ id }) => truth.value.values.get(id) ?? NaN),
      ...{ direction: 'higher-is-better', seed: 0, resamples: 200 },
    });
    if (!expected.ok) throw new Error(expected.reason);
    expect(row.kendallTauB.value).toBe(expected.value.kendallTauB.value);
    expect(row.kendallTauB.ci95).toEqual(expected.value.kendallTauB.ci95);
    expect(page?.figures[0]).toMatchObject({ kind: 'leaderboard' });
    const table = await render(evaluateReport(document), 'table', false);
    expect(table).toContain('az-nas: of the ranks by depth, nsc, among all candidates');
  });

  it('lists the combined score without a truth, in its own direction', async () => {
    const request = { inputs: BERTS, proxy: 'depth,nsc', combine: 'mean-rank' } as const;
    const { document } = valueOf(await evaluate(request));
    const { ranking } = await ranked(request);
    for (const { id, score: own } of ranking) {
      const row = document.scores?.find((entry) => entry.id === id);
      expect(row?.scores['mean-rank']).toBe(own);
    }
  });

  it('combines the proxies in closed form by default, and no single one', async () => {
    const request = { inputs: BERTS, truth: TRUTH, resamples: 20, combine: 'mean-rank' as const };
    expect(warningsOf(await evaluate(request))).toBe('');
    expect(problemsOf(await evaluate({ ...request, proxy: 'depth' }))).toMatch(
      /there is one proxy/,
    );
  });
});
