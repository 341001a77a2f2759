import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCandidates } from '../../src/candidates/read-candidates.ts';
import { signOf } from '../../src/evaluation/truth-direction.ts';
import { PROXIES } from '../../src/proxies/registry.ts';
import { DEFAULT_PROXY_SETTINGS } from '../../src/proxy-parts/proxy.ts';
import { scoreProxies } from '../../src/proxy-runs/score-proxies.ts';
import type { RankDocument } from '../../src/report/documents/rank-document.ts';
import { rankReport } from '../../src/report/rank-report.ts';
import { render } from '../../src/report/render.ts';
import { loadRuntime } from '../../src/runtime/load-runtime.ts';
import { explain } from '../../src/workflows/explain.ts';
import { rank, type RankRequest } from '../../src/workflows/rank.ts';
import { score } from '../../src/workflows/score.ts';
import { problemsOf, valueOf, warningsOf } from './outcomes.ts';

const inputs = ['fixtures/flexibert-candidates'];
const BERTS = ['fixtures/bert-family'];
const DIRECT = [...PROXIES.values()].filter(({ needs }) => needs !== 'network');
/** What no proxy of these can do without. */
const proxySettings = { trainTokens: 2e9 };
const { ok: hasRuntime } = await loadRuntime();

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-rank-proxy-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const ranked = async (request: Partial<RankRequest>): Promise<RankDocument> =>
  valueOf(await rank({ inputs, ...request })).document;

/** A small spec, so that its weights are quickly drawn and its network is quickly run. */
function smallSpecs(): string {
  const layer = (width: number): object => ({
    ...{ operation_type: 'SA', operation_parameter: 'SDP', num_operation_heads: 2 },
    ...{ feed_forward_dimension: width, num_feed_forward: 1 },
  });
  const specs = [16, 32, 64].map((width) => ({
    ...{ id: `w${width}`, hidden_size: 32, vocab_size: 50, embedding_size: 32 },
    nas_config: { encoder_layers: [layer(width), layer(16)] },
  }));
  const path = join(folder, 'small.json');
  writeFileSync(path, JSON.stringify(specs));
  return path;
}

describe('rank with a proxy', () => {
  it.each(DIRECT.map(({ name }) => name))(
    '%s has its scores, and rank and score the same: catches a score of another',
    async (proxy) => {
      const file = smallSpecs();
      const { candidates } = await readCandidates([file]);
      const architectures = candidates.map(({ architecture }) => architecture);
      const [own] = await scoreProxies([PROXIES.get(proxy)!], architectures, {
        ...DEFAULT_PROXY_SETTINGS,
        own: proxySettings,
      });
      const sign = signOf(PROXIES.get(proxy)!.direction);
      const expected = own!.results.map((result) =>
        result.ok ? sign * result.value : result.reason,
      );
      const { ranking, settings } = await ranked({ inputs: [file], proxy, proxySettings });
      for (const [index, { id }] of candidates.entries()) {
        const entry = ranking.find((one) => one.id === id);
        expect(entry?.score).toBe(expected[index]);
        const alone = valueOf(await score({ input: file, id, proxy, proxySettings })).document;
        expect(alone.score).toBe(expected[index]);
        expect(alone.settings.proxy).toEqual(settings.proxy);
        expect(entry?.parameters).toEqual(alone.parameters);
      }
      expect(ranking.map((entry) => entry.score)).toEqual(
        expected.toSorted((a, b) => Number(b) - Number(a)),
      );
    },
  );

  it('is compared with truth and cost, and named in all of it: catches the title of ZeroLM', async () => {
    const request = {
      inputs: BERTS,
      truth: 'fixtures/bert-family-mnli.csv',
      page: true,
      plot: true,
    };
    const { document, page, plot } = valueOf(
      await rank({ ...request, proxy: 'depth-width', cost: 'flops', sequenceLength: 64 }),
    );
    expect(document.evaluation?.kendallTauB.value).toBe(1);
    expect(document.settings.proxy).toEqual({
      ...{ name: 'depth-width', description: 'blocks, then hidden size', needs: 'shapes' },
      ...{ direction: 'higher-is-better', sequenceLength: 64, settings: {} },
    });
    expect(document.front?.size).toBeGreaterThan(0);
    const table = await render(rankReport(document), 'table', false);
    expect(table).toMatch(/^score: depth-width, blocks, then hidden size\n/);
    expect(table).not.toContain('capacity');
    expect(table).not.toContain('alpha');
    expect(plot?.scoreName).toBe('depth-width');
    expect(page?.figures.map(({ kind }) => kind)).toEqual([
      'score-truth',
      'rank-differences',
      'cost',
    ]);
  });

  it('takes its own settings, seeds and length: catches an option that is passed over', async () => {
    const scores = async (request: Partial<RankRequest>): Promise<number[]> =>
      (await ranked({ inputs: [smallSpecs()], ...request })).ranking.map((entry) => entry.score);
    const nsc = await scores({ proxy: 'nsc' });
    const paper = { proxy: 'nsc', proxySettings: { nscShapes: 'paper' } };
    expect(await scores(paper)).not.toEqual(nsc);
    expect((await ranked(paper)).settings.proxy?.settings).toMatchObject({ nscShapes: 'paper' });
    const flops = { proxy: 'flops' };
    expect(await scores({ ...flops, sequenceLength: 8 })).not.toEqual(await scores(flops));
    expect(warningsOf(await rank({ inputs, ...flops, sequenceLength: 8 }))).toBe('');
    const drawn = { proxy: 'log-determinant' };
    const [zero, one] = [await scores(drawn), await scores({ ...drawn, seed: 1 })];
    const mean = zero.map((value, index) => (value + one[index]!) / 2);
    for (const [index, value] of (await scores({ ...drawn, seeds: 2 })).entries()) {
      expect(value).toBeCloseTo(mean[index]!, 10);
    }
  });

  it('refuses two scores and unknown names, and warns of what is idle: catches silence', async () => {
    expect(problemsOf(await rank({ inputs, proxy: 'depth-with' }))).toMatch(
      /^--proxy "depth-with": expected zerolm, params, .*; did you mean depth-width\?$/,
    );
    expect(problemsOf(await rank({ inputs, proxy: 'params', alpha: 0.5 }))).toBe(
      '--proxy params and --alpha contradict each other: leave one out',
    );
    const idle = { capacity: 'params', mode: 'sampled', seeds: 3, loss: 'output-sum' } as const;
    expect(warningsOf(await rank({ inputs, proxy: 'params', ...idle })).split('\n')).toEqual([
      '--mode: ignored: params does not depend on it',
      '--capacity: ignored: params does not depend on it',
      '--seeds: ignored: params does not depend on it',
      '--loss: ignored: params does not run the network',
    ]);
    const plain = await ranked({});
    expect(await ranked({ proxy: 'zerolm' })).toEqual(plain);
  });

  it.skipIf(!hasRuntime)('runs networks: catches a proxy that only evaluate knows', async () => {
    const request = { inputs: [smallSpecs()], proxy: 'snip', batch: 2, sequenceLength: 8 };
    const { ranking, settings } = await ranked(request);
    expect(ranking.map(({ id }) => id).toSorted()).toEqual(['w16', 'w32', 'w64']);
    expect(settings.proxy?.network).toMatchObject({ batch: 2, tokens: 'drawn' });
    expect(problemsOf(await rank({ ...request, sequenceLength: 4096 }))).toMatch(/4096 .*too long/);
  });
});

describe('a formula of quantities', () => {
  it('ranks by them, with or without capacities: catches a name that only constraints know', async () => {
    const scores = async (formula: string): Promise<Map<string, number>> =>
      new Map((await ranked({ inputs: BERTS, formula })).ranking.map((one) => [one.id, one.score]));
    const depths = await scores('depth * 1e6 + hidden_size');
    expect(depths.get('bert-tiny')).toBe(2_000_128);
    expect(depths.get('bert-large')).toBe(24_001_024);
    const plain = await ranked({ inputs: BERTS });
    const mixed = await scores('0.7*attention + 0.3*feedForward + params / 1e6');
    for (const { id, score: value, parameters } of plain.ranking) {
      expect(mixed.get(id)).toBeCloseTo(value + parameters.total / 1e6, 9);
    }
    const names = 'flops + num_attention_heads + feed_forward_width + vocab_size + embedding_size';
    expect((await scores(names)).size).toBe(6);
  });

  it('is the same in score, and over drawn weights: catches a mode without quantities', async () => {
    const input = 'fixtures/bert-family/bert-tiny.json';
    const formula = 'depth + 0 * attention';
    for (const mode of ['expected', 'sampled'] as const) {
      for (const cache of [true, false]) {
        expect(valueOf(await score({ input, formula, mode, cache })).document.score).toBe(2);
      }
      expect((await ranked({ inputs: [input], formula, mode })).ranking[0]?.score).toBe(2);
    }
    const seeds = { mode: 'sampled', seeds: 2 } as const;
    const { score: value, standardDeviation } = valueOf(
      await score({ input, formula: 'depth * attention', ...seeds }),
    ).document;
    const twice = valueOf(await score({ input, formula: 'attention', ...seeds })).document;
    expect(value).toBeCloseTo(2 * twice.score, 12);
    expect(standardDeviation?.score).toBeCloseTo(2 * twice.standardDeviation!.score, 12);
  });

  it('says what is wrong with it: catches a score that is no number', async () => {
    expect(problemsOf(await rank({ inputs, formula: 'dept + 1' }))).toMatch(
      /--formula "dept \+ 1"/,
    );
    expect(problemsOf(await rank({ inputs: BERTS, formula: '1 / (depth - 2)' }))).toMatch(
      /bert-tiny\.json: "1 \/ \(depth - 2\)" yields Infinity, no finite number, at .*, depth=2$/,
    );
    const pair = { inputs: ['a.json', 'b.json'], formula: 'depth' } as const;
    const two = ['bert-tiny', 'bert-mini'].map((name) => `fixtures/bert-family/${name}.json`);
    expect(problemsOf(await explain({ ...pair, inputs: [two[0]!, two[1]!] }))).toContain(
      'expected a formula of these alone',
    );
  });
});
