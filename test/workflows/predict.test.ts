import { readFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCandidates } from '../../src/candidates/read-candidates.ts';
import { kendallTauB } from '../../src/evaluation/kendall-tau-b.ts';
import { formatKeptModel } from '../../src/prediction/kept-model.ts';
import type { PredictDocument } from '../../src/report/documents/predict-document.ts';
import { renderPage } from '../../src/report/render-page.ts';
import { roundForTies } from '../../src/scoring/round-for-ties.ts';
import { readTruth } from '../../src/truth/truth.ts';
import { predict, type PredictRequest } from '../../src/workflows/predict.ts';
import { BENCHMARKS, describeWithBenchmarks } from '../benchmarks.ts';
import { valueOf } from '../evaluation/value-of.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-predict-'));
  const records = Array.from({ length: 24 }, (_, i) => ({
    id: `m${i}`,
    model_type: 'llama',
    vocab_size: 500,
    hidden_size: 32 * (1 + (i % 4)),
    intermediate_size: 64 * (1 + (i % 3)),
    num_hidden_layers: 2 + (i % 5),
    num_attention_heads: 4,
  }));
  const lines = records.map((record) => JSON.stringify(record));
  writeFileSync(join(folder, 'pool.ndjson'), lines.join('\n'));
  const qualities = records.map(({ id, hidden_size, num_hidden_layers: depth }) => [
    id,
    10 - Math.log(hidden_size) - depth / 3,
  ]);
  const table = (rows: readonly (readonly (string | number)[])[]): string =>
    ['id,loss', ...rows.map((row) => row.join(','))].join('\n');
  writeFileSync(join(folder, 'labels.csv'), table(qualities.slice(0, 8)));
  writeFileSync(join(folder, 'two.csv'), table(qualities.slice(0, 2)));
  writeFileSync(
    join(folder, 'equal.csv'),
    table(qualities.slice(0, 4).map(([id = '']) => [id, 3])),
  );
  writeFileSync(join(folder, 'unknown.csv'), table([...qualities.slice(0, 4), ['nobody', 1]]));
  const one = readFileSync('fixtures/bert-family/bert-tiny.json', 'utf8');
  writeFileSync(join(folder, 'encoder.json'), one);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const file = (name: string): string => join(folder, name);

async function outcome(request: Partial<PredictRequest>): ReturnType<typeof predict> {
  return predict({ inputs: [file('pool.ndjson')], ...request });
}

async function documentOf(request: Partial<PredictRequest>): Promise<PredictDocument> {
  const run = await outcome(request);
  if (!run.ok) throw new Error(JSON.stringify(run.problems));
  return run.value.document;
}

async function problemOf(request: Partial<PredictRequest>): Promise<string> {
  const run = await outcome(request);
  return run.ok ? 'no problem' : run.problems.map(({ message }) => message).join('; ');
}

describe('predict', () => {
  it('orders all candidates in the direction of the quality: catches a loss that is maximized', async () => {
    const { ranking, candidates, labelled, heldOut } = await documentOf({
      truth: file('labels.csv'),
    });
    expect([candidates, labelled, ranking.length]).toEqual([24, 8, 24]);
    expect(ranking.map(({ mean }) => mean)).toEqual(
      ranking.map(({ mean }) => mean).toSorted((a, b) => b - a),
    );
    // The deepest of the widest is best by what the labels are made of.
    expect(ranking[0]?.id).toBe('m19');
    expect(heldOut?.predicted ?? NaN).toBeGreaterThan(0.5);
    const sum = ranking.reduce((all, { probabilityBest }) => all + probabilityBest, 0);
    expect(sum).toBeCloseTo(10, 6);
  });

  it('has a page of all candidates with the labels marked: catches one of the listed alone', async () => {
    const run = await outcome({ truth: file('labels.csv'), top: 3, page: true });
    if (!run.ok || run.value.page === undefined) throw new Error('no page');
    const { document, page } = run.value;
    const [figure] = page.figures;
    if (figure?.kind !== 'prediction') throw new Error('no figure');
    expect(document.ranking).toHaveLength(3);
    expect(figure.items).toHaveLength(24);
    const labelled = figure.items.filter(({ label }) => label !== null).map(({ id }) => id);
    expect(labelled).toEqual(Array.from({ length: 8 }, (_, i) => `m${i}`));
    for (const { id, mean, standardDeviation, prior } of document.ranking) {
      expect(figure.items).toContainEqual(
        expect.objectContaining({ id, mean, standardDeviation, prior }),
      );
    }
    const html = await renderPage(page);
    expect(html).toContain('with labels held out, n = 8');
    expect(html).toContain('8 of them with a label (loss)');
    const suggested = await outcome({ truth: file('labels.csv'), suggest: 2, page: true });
    if (!suggested.ok) throw new Error('refused');
    expect(suggested.value.page?.figures).toEqual(page.figures);
    expect(suggested.value.document.ranking).toEqual([]);
    const first = await outcome({ suggest: 2, page: true });
    if (!first.ok || first.value.page === undefined) throw new Error('no page');
    expect(await renderPage(first.value.page)).not.toContain('<figure>');
  });

  it('applies a kept model with bit-equal results: catches a scale that is taken anew', async () => {
    const run = await outcome({ truth: file('labels.csv'), against: 'm3' });
    if (!run.ok || run.value.keptModel === null) throw new Error('no model');
    writeFileSync(file('model.json'), formatKeptModel(run.value.keptModel));
    const applied = await documentOf({ model: file('model.json'), against: 'm3' });
    const numbers = ({ ranking }: PredictDocument): unknown =>
      ranking.map(({ label: _, ...entry }) => entry);
    expect(numbers(applied)).toEqual(numbers(run.value.document));
    expect(applied.heldOut).toEqual(run.value.document.heldOut);
    const some = await documentOf({ model: file('model.json'), ids: 'm3,m19' });
    for (const { id, mean, standardDeviation } of some.ranking) {
      const same = applied.ranking.find((entry) => entry.id === id);
      expect([mean, standardDeviation]).toEqual([same?.mean, same?.standardDeviation]);
    }
  });

  it('has features that no setting of the score changes: catches capacities of another statistic', async () => {
    const plain = await documentOf({ truth: file('labels.csv') });
    const other = await documentOf({ truth: file('labels.csv'), capacity: 'frobenius' });
    expect(other.ranking).toEqual(plain.ranking);
  });

  it('warns where a kept model is applied to another family', async () => {
    const run = await predict({ inputs: [file('encoder.json')], model: file('model.json') });
    expect(run.warnings.map(({ message }) => message).join()).toMatch(
      /made of decoders, applied to encoders/,
    );
  });

  it('refuses a kept model of other features, another prior, or with labels besides', async () => {
    const kept = readFileSync(file('model.json'), 'utf8');
    writeFileSync(file('other.json'), kept.replace('"featuresVersion": 1', '"featuresVersion": 2'));
    expect(await problemOf({ model: file('other.json') })).toMatch(/2: expected 1, the version/);
    expect(await problemOf({ model: file('model.json'), prior: 'depth' })).toMatch(
      /--prior bottleneck/,
    );
    expect(await problemOf({ model: file('model.json'), truth: file('labels.csv') })).toMatch(
      /contradict each other/,
    );
    const proxySettings = { bottleneckSize: 'decoders' };
    expect(await problemOf({ model: file('model.json'), proxySettings })).toMatch(
      /made with other settings of proxy/,
    );
    writeFileSync(file('broken.json'), '{');
    expect(await problemOf({ model: file('broken.json') })).not.toBe('no problem');
    expect(await problemOf({ model: file('labels.csv') })).not.toBe('no problem');
  });

  it('suggests strata of the prior without labels, and what may be better with them', async () => {
    const first = await documentOf({ suggest: 4 });
    expect(first.suggestions).toHaveLength(4);
    const priors = first.suggestions?.map(({ prior }) => prior ?? NaN) ?? [];
    expect(priors).toEqual(priors.toSorted((a, b) => b - a));
    expect(first.ranking).toEqual([]);
    const next = await documentOf({ suggest: 3, truth: file('labels.csv') });
    expect(next.suggestions).toHaveLength(3);
    const labelled = new Set(Array.from({ length: 8 }, (_, i) => `m${i}`));
    for (const { id, expectedImprovement } of next.suggestions ?? []) {
      expect(labelled.has(id)).toBe(false);
      expect(expectedImprovement ?? NaN).toBeGreaterThanOrEqual(0);
    }
  });

  it.each([
    ['no labels', {}, /no candidate has a label: add --truth/],
    ['two labels', { truth: 'two.csv' }, /2 labels: expected at least 3/],
    ['equal labels', { truth: 'equal.csv' }, /all 4 labels are 3: no order/],
    [
      'a label of no candidate',
      { truth: 'unknown.csv' },
      /1 of 5 labels are of no candidate: nobody/,
    ],
    ['an unknown prior', { truth: 'labels.csv', prior: 'size' }, /--prior "size": expected .*none/],
    ['an unknown rival', { truth: 'labels.csv', against: 'm99' }, /--against "m99": no candidate/],
  ])('refuses %s', async (_, request: Partial<PredictRequest>, message) => {
    const { truth, ...rest } = request;
    expect(
      await problemOf({ ...rest, ...(truth !== undefined && { truth: file(truth) }) }),
    ).toMatch(message);
  });

  it('refuses candidates that are all equal', async () => {
    const one = readFileSync(file('pool.ndjson'), 'utf8').split('\n')[0] ?? '';
    const same = ['a', 'b', 'c'].map((id) => one.replace('"m0"', `"${id}"`));
    writeFileSync(file('same.ndjson'), same.join('\n'));
    const run = await predict({ inputs: [file('same.ndjson')], suggest: 2 });
    expect(run.ok ? '' : run.problems[0]?.message).toMatch(/all candidates are equal/);
  });

  it('says what labels are worth: too few to tell, or no better than the prior', async () => {
    writeFileSync(file('three.csv'), 'id,loss\nm0,3\nm5,2\nm9,1\n');
    expect((await documentOf({ truth: file('three.csv') })).advice.join()).toMatch(
      /too few to tell/,
    );
    const { heldOut, advice } = await documentOf({ truth: file('labels.csv') });
    const helps = (heldOut?.predicted ?? NaN) > (heldOut?.prior ?? NaN);
    expect(advice.join()).toMatch(helps ? /^(the prior orders.*)?$/ : /do not help/);
  });
});

describeWithBenchmarks('predict on published benchmarks', () => {
  /** Tau-b of the predictions with the qualities, higher is better, that were not given as labels. */
  async function heldOutTau(
    input: string,
    known: ReadonlyMap<string, number>,
    count: number,
    options: Partial<PredictRequest>,
  ): Promise<number> {
    const inputs = [input];
    const ids = [...known.keys()].join(',');
    const pool = { inputs, scores: false, ids, ...options };
    const { suggestions = [] } = await documentOf({ ...pool, suggest: count });
    const chosen = new Set(suggestions.map(({ id }) => id));
    const rows = [...chosen].map((id) => `${id},${known.get(id) ?? NaN}`);
    writeFileSync(file('chosen.csv'), ['id,quality', ...rows].join('\n'));
    const { ranking } = await documentOf({ ...pool, scores: true, truth: file('chosen.csv') });
    const held = ranking.filter(({ id }) => !chosen.has(id));
    const tau = kendallTauB(
      held.map(({ mean }) => roundForTies(mean)),
      held.map(({ id }) => known.get(id) ?? NaN),
    );
    return valueOf(tau).value;
  }

  const at = (...path: readonly string[]): string => join(BENCHMARKS, ...path);

  it.each([
    [5, 0.744],
    [10, 0.752],
    [20, 0.755],
    [50, 0.758],
  ])(
    '%d labels of FlexiBERT, trained build, give the tau-b %d of the notes',
    async (count, tau) => {
      const input = at('flexibert', 'BERT_benchmark.json');
      const { candidates } = await readCandidates([input], {});
      const known = new Map(candidates.map(({ id, scores }) => [id, scores.glue ?? NaN]));
      const found = await heldOutTau(input, known, count, { build: 'trained' });
      expect(Math.abs(found - tau)).toBeLessThanOrEqual(0.002);
    },
  );

  it.each([
    [5, 0.92],
    [10, 0.927],
    [20, 0.922],
    [50, 0.935],
  ])('%d labels of gpt2-wt103 give the tau-b %d of the notes', async (count, tau) => {
    const truth = await readTruth(at('gpt2-wt103', 'ppl_summary.yaml'), 'valid_ppl', 'refuse');
    if (!truth.ok) throw new Error('no truth');
    const known = new Map([...truth.value.values].map(([id, value]) => [id, -value]));
    const found = await heldOutTau(at('gpt2-wt103'), known, count, {});
    expect(Math.abs(found - tau)).toBeLessThanOrEqual(0.002);
  });

  it.each([
    [5, 0.714],
    [10, 0.771],
    [20, 0.847],
  ])('%d labels of nmt-hpo, ja-en, give the tau-b %d of the notes', async (count, tau) => {
    const found = await heldOutTau(tableOf('ja-en'), await bleuOf('ja-en'), count, {});
    expect(Math.abs(found - tau)).toBeLessThanOrEqual(0.002);
  });

  it.each([
    [5, 0.1184],
    [10, 0.2018],
    [20, 0.4588],
    [50, 0.5301],
  ])('%d labels of nmt-hpo, sw-en, give the tau-b %d of the notes', async (count, tau) => {
    const found = await heldOutTau(tableOf('sw-en'), await bleuOf('sw-en'), count, {});
    expect(Math.abs(found - tau)).toBeLessThanOrEqual(0.0003);
  });

  /** The table of shapes of a pair: Sockeye has two embeddings and an output matrix. */
  function tableOf(pair: string): string {
    const lines = readFileSync(at('nmt-hpo', 'architectures.csv'), 'utf8').split('\n');
    const rows = lines.filter((line) => line.startsWith('id,') || line.startsWith(pair));
    const columns = [
      '# model_type=marian vocab_size=bpe d_model=embed encoder_layers=layers',
      '# decoder_layers=layers encoder_ffn_dim=ffn decoder_ffn_dim=ffn',
      '# encoder_attention_heads=heads decoder_attention_heads=heads',
      '# share_encoder_decoder_embeddings=false tie_word_embeddings=false',
    ];
    writeFileSync(file('pair.csv'), [...columns, ...rows].join('\n'));
    return file('pair.csv');
  }

  async function bleuOf(pair: string): Promise<ReadonlyMap<string, number>> {
    const truth = await readTruth(at('nmt-hpo', 'architectures.csv'), 'bleu_best', 'refuse');
    if (!truth.ok) throw new Error('no truth');
    return new Map([...truth.value.values].filter(([id]) => id.startsWith(pair)));
  }
});
