import { readFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatKeptModel } from '../../src/prediction/kept-model.ts';
import type { PredictDocument } from '../../src/report/documents/predict-document.ts';
import { renderPage } from '../../src/report/render-page.ts';
import { predict, type PredictRequest } from '../../src/workflows/predict.ts';

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
    const first = await documentOf({ truth: file('labels.csv'), top: 5 });
    expect(first.ranking).toEqual(ranking.slice(0, 5));
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
