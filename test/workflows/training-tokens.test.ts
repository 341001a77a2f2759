import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { predictedLoss } from '../../src/proxies/scaling-law.ts';
import { evaluate } from '../../src/workflows/evaluate.ts';
import { predict } from '../../src/workflows/predict.ts';
import { rank } from '../../src/workflows/rank.ts';
import { score } from '../../src/workflows/score.ts';
import { problemsOf, valueOf, warningsOf } from './outcomes.ts';

const inputs = ['fixtures/bert-family'];
const proxy = 'scaling-law';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-training-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The ids of the fixtures, and their parameters without embeddings. */
async function known(): Promise<readonly (readonly [string, number])[]> {
  const { document } = valueOf(await rank({ inputs, proxy: 'params-no-embedding' }));
  return document.ranking.map(({ id, score: own }) => [id, own] as const);
}

/** A file with the text; its path. */
function fileOf(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** The tokens of a candidate of that size: the fewer, the larger it is. */
const tokensFor = (size: number): number => 1e20 / size ** 1.5;

/** A truth that has a loss and the tokens of every candidate. */
async function truthFile(): Promise<string> {
  const rows = (await known()).map(([id, own]) => `${id},${own / 1e6},${tokensFor(own)}`);
  return fileOf('truth.csv', ['id,loss,tokens', ...rows].join('\n'));
}

describe('tokens of training', () => {
  it('are missing in every command: catches a law without data', async () => {
    const remedy = 'add --train-tokens, --train-flops or --train-column';
    const truth = await truthFile();
    const outcomes = [
      await rank({ inputs, proxy }),
      await score({ input: `${inputs[0] ?? ''}/bert-base.json`, proxy }),
      await evaluate({ inputs, proxy, truth, truthColumn: 'loss' }),
      await predict({ inputs, prior: proxy, truth, truthColumn: 'loss' }),
      await rank({ inputs, proxy: 'depth-width-law' }),
    ];
    for (const outcome of outcomes) expect(problemsOf(outcome)).toContain(remedy);
  });

  it('come from one place: catches two budgets of which one is silently dropped', async () => {
    const proxySettings = { trainTokens: 1e9, trainFlops: 1e18 };
    expect(problemsOf(await rank({ inputs, proxy, proxySettings }))).toContain(
      '--train-tokens and --train-flops contradict each other',
    );
  });

  it('order by size alone where all have the same', async () => {
    const { document } = valueOf(
      await rank({ inputs, proxy, proxySettings: { trainTokens: 1e9 } }),
    );
    expect(document.ranking.map(({ id }) => id)).toEqual((await known()).map(([id]) => id));
    expect(document.settings.proxy).toMatchObject({
      direction: 'lower-is-better',
      settings: { law: 'besiroglu', lawSize: 'non-embedding', trainTokens: 1e9 },
    });
  });

  it('may be a column of the truth, of each its own: catches those of another', async () => {
    const truth = await truthFile();
    const own = { truth, truthColumn: 'loss', proxySettings: { trainColumn: 'tokens' } };
    const ranked = valueOf(await rank({ inputs, proxy, ...own })).document;
    const sizes = new Map(await known());
    expect(ranked.ranking).toHaveLength(sizes.size);
    for (const { id, score: found } of ranked.ranking) {
      const size = sizes.get(id) ?? NaN;
      expect(found).toBe(-predictedLoss('besiroglu', size, tokensFor(size)));
    }
    const evaluated = valueOf(await evaluate({ inputs, ...own, resamples: 100 })).document;
    // In the group of proxies in closed form, since nothing is missing.
    expect(evaluated.proxies.map((row) => row.proxy)).toContain(proxy);
    const without = valueOf(await evaluate({ inputs, truth, truthColumn: 'loss', resamples: 100 }));
    expect(without.document.proxies.map((row) => row.proxy)).not.toContain(proxy);
  });

  it('may be carried by records, for prediction from a few labels too', async () => {
    const config = { model_type: 'bert', num_attention_heads: 2, intermediate_size: 64 };
    const specs = [16, 32, 48, 64, 96].map((hidden, index) => ({
      ...{ id: `h${hidden}`, ...config, hidden_size: hidden, num_hidden_layers: 2 },
      scores: { tokens: 1e8 / (index + 1), accuracy: 60 + index },
    }));
    const input = fileOf('specs.ndjson', specs.map((own) => JSON.stringify(own)).join('\n'));
    const truth = fileOf('labels.csv', 'id,accuracy\nh16,60\nh48,62\nh96,64\n');
    const { document } = valueOf(
      await predict({
        ...{ inputs: [input], truth, prior: proxy },
        proxySettings: { trainColumn: 'tokens' },
      }),
    );
    expect(document.ranking).toHaveLength(5);
    expect(new Set(document.ranking.map(({ prior }) => prior)).size).toBe(5);
  });

  it('are named with the candidate where they are not known', async () => {
    const truth = await truthFile();
    const proxySettings = { trainColumn: 'steps' };
    const expected = 'no "steps" in ';
    const asked = { inputs, proxy, truth, truthColumn: 'loss', proxySettings };
    expect(problemsOf(await rank(asked))).toContain(expected);
    expect(problemsOf(await evaluate(asked))).toContain('no candidate has tokens of training');
  });

  it('are left out of a leaderboard with a warning where some are not known, or are 0', async () => {
    const [, [second] = [''], ...others] = await known();
    const rows = [`${second},3,0`, ...others.map(([id], place) => `${id},${place},${1e9 + place}`)];
    const truth = fileOf('some.csv', ['id,loss,tokens', ...rows].join('\n'));
    const outcome = await evaluate({
      ...{ inputs, proxy, truth, truthColumn: 'loss', resamples: 100 },
      proxySettings: { trainColumn: 'tokens' },
    });
    expect(outcome.ok).toBe(true);
    expect(warningsOf(outcome)).toContain('no score for 2 of');
  });
});
