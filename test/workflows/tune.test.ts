import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { tuneDocument, type TuneDocument } from '../../src/report/documents/tune-document.ts';
import { rank } from '../../src/workflows/rank.ts';
import { tune, type TuneRequest } from '../../src/workflows/tune.ts';
import { formatSettingsFile } from '../../src/tuning/settings-file.ts';
import { ratedRecords } from '../cli/rated-records.ts';
import { problemsOf, valueOf, warningsOf } from './outcomes.ts';

const FAMILY = 'fixtures/bert-family';
const inputs = ['fixtures/flexibert-candidates'];

let folder = '';
/** Qualities of the candidates that attention alone decides. */
let truth = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-tune-'));
  const { ranking } = valueOf(await rank({ inputs })).document;
  truth = join(folder, 'truth.csv');
  const rows = ranking.map(({ id, capacity }) => `${id},${capacity.attention}`);
  writeFileSync(truth, ['id,quality', ...rows, ''].join('\n'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const tuned = async (request: Partial<TuneRequest>): Promise<TuneDocument> =>
  z.strictObject(tuneDocument.shape).parse(valueOf(await tune({ inputs, ...request })).document);

describe('tune(request)', () => {
  it('finds what decides the quality, and how well it orders what it did not see: catches a wrong join', async () => {
    const document = await tuned({ truth, samples: 12 });
    expect(document.alpha).toBeGreaterThan(0.8);
    expect(document.sample.length).toBe(12);
    const [seen, heldOut, standard] = document.agreements;
    expect(seen).toMatchObject({ balance: 'chosen', on: 'seen', n: 12 });
    expect(heldOut).toMatchObject({ balance: 'chosen', on: 'held-out', n: 12 });
    expect(standard).toMatchObject({ balance: 'default', on: 'held-out', n: 12 });
    expect(heldOut!.kendallTauB).toBeGreaterThan(standard!.kendallTauB);
    expect(document.sensitivity.length).toBe(31);
  });

  it('agrees with rank on the correlation of every alpha: catches a second arithmetic', async () => {
    const { sensitivity } = await tuned({ truth, strategy: 'label-free' });
    for (const alpha of [-1.5, 0, 0.7, 1]) {
      const { evaluation } = valueOf(await rank({ inputs, truth, alpha })).document;
      expect(sensitivity.find((point) => point.alpha === alpha)).toEqual({
        alpha,
        kendallTauB: evaluation!.kendallTauB.value,
        spearman: evaluation!.spearman.value,
      });
    }
  });

  it('works without labels where asked to: catches a strategy that needs them after all', async () => {
    const document = await tuned({ strategy: 'label-free' });
    expect(document).toMatchObject({ agreements: [], labelled: 0, sensitivity: [] });
    expect(document.alpha).toBeGreaterThan(0);
  });

  it('refuses too few labels and candidates: catches a balance of nothing', async () => {
    const refused = async (request: TuneRequest): Promise<string> =>
      problemsOf(await tune(request));
    expect(await refused({ inputs })).toMatch(
      /0 of 24 candidates have a measured quality, and sampling needs at least 2/,
    );
    const mnli = 'fixtures/bert-family-mnli.csv';
    expect(await refused({ inputs, truth: mnli })).toMatch(/no id of a candidate/);
    expect(await refused({ inputs: [FAMILY], truth: mnli })).toMatch(
      /bert-family-mnli\.csv: 20 samples were asked for, and 6 of 6/,
    );
    const one = [`${FAMILY}/bert-tiny.json`];
    expect(await refused({ inputs: one, strategy: 'label-free' })).toMatch(
      /there is 1: add others/,
    );
  });

  it('names fields that change nothing: catches one that is ignored in silence', async () => {
    const idle = { samples: 3, lowerIsBetter: true, correlation: 'spearman', seed: 3 } as const;
    const warnings = warningsOf(await tune({ inputs, strategy: 'label-free', ...idle }));
    for (const option of ['--samples', '--lower-is-better', '--correlation', '--seed']) {
      expect(warnings).toContain(`${option}: ignored`);
    }
  });

  it('gives the same settings twice: catches a date', async () => {
    const text = async (): Promise<string> =>
      formatSettingsFile(valueOf(await tune({ inputs, truth, samples: 12 })).settingsFile);
    expect(await text()).toBe(await text());
  });

  it('draws the scores under the chosen balance: catches those of the default', async () => {
    const rated = join(folder, 'rated.json');
    writeFileSync(rated, JSON.stringify(ratedRecords(40)));
    const { document, page } = valueOf(
      await tune({ inputs: [rated], strategy: 'label-free', page: true }),
    );
    const alpha = document.alpha ?? 0;
    const { page: ranked } = valueOf(await rank({ inputs: [rated], alpha, page: true }));
    const others = (figures = page?.figures): unknown =>
      figures?.filter(({ kind }) => kind !== 'alpha' && kind !== 'capacities');
    expect(others()).toEqual(others(ranked?.figures));
  });
});
