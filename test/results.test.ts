import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BLOCKS } from '../scripts/results/blocks.js';
import { blocksIn, DOCUMENTS } from '../scripts/results/documents.js';
import { FIGURES } from '../scripts/results/figures.js';
import { measure, offBy } from '../scripts/results/measure-figures.js';
import { kendallTauB, spearmanRho } from '../src/index.ts';
import { BENCHMARKS, describeWithBenchmarks } from './benchmarks.ts';
import { valueOf } from './evaluation/value-of.ts';

const written = DOCUMENTS.flatMap((path) =>
  [...blocksIn(path)].map(([name, text]) => ({ path, name, text })),
);

/** What Serianni and Kalita publish of the 500 models. */
function publishedRows() {
  const text = readFileSync(join(BENCHMARKS, 'flexibert', 'BERT_results_activation.csv'), 'utf8');
  const number = z.coerce.number();
  return z
    .array(
      z.looseObject({
        ID: z.string(),
        'Number of Parameters': number,
        'GLUE Score': number,
        'Activation Distance': number,
        'Activation Distance Normalized': number,
      }),
    )
    .parse(parse(text, { columns: true }));
}

describe('the measured parts of the documents', () => {
  it('are all there, and no others: catches a table that nobody measures', () => {
    const names = new Set(written.map(({ name }) => name));
    expect([...names].sort()).toEqual(Object.keys(BLOCKS).sort());
    expect(written.every(({ text }) => text.length > 100)).toBe(true);
  });

  it.each([
    ['flexibert-declared', 1],
    ['flexibert-released', 2],
    ['flexibert-trained', 3],
    ['gpt2', 4],
  ])(
    '%s has the tau-b of the table of networks: catches tables of two versions',
    (name, column) => {
      const tausOf = (block: string, at: number): string[] =>
        ['zerolm', 'params', 'bottleneck'].map((proxy) => {
          const { text = '' } = written.find((one) => one.name === block) ?? {};
          const row = text.split('\n').find((line) => line.startsWith(`| ${proxy} |`));
          return /^-?0\.\d{3}/.exec(row?.split(' | ')[at] ?? '')?.[0] ?? 'no row';
        });
      expect(tausOf(name, 1)).not.toContain('no row');
      expect(tausOf('network', column)).toEqual(tausOf(name, 1));
    },
  );

  it('leave milliseconds out: catches a number that no run repeats', () => {
    for (const { text } of written) expect(text).not.toMatch(/millisecond|\bms\b/);
  });
});

describeWithBenchmarks('what the documents say', () => {
  it.each(written.filter(({ name }) => BLOCKS[name]?.slow === false))(
    'of $name is what is measured: catches a table of another version (npm run results)',
    async ({ name, text }) => {
      expect(text).toBe(await BLOCKS[name]?.make());
    },
  );
});

describeWithBenchmarks('the figures to be met, by the command line', () => {
  it.each([...FIGURES.flexibert, ...FIGURES.gpt2])(
    '$what ($from) is met to 0.001, or it is said why not: catches another count, build or seed',
    async (figure) => {
      const measured = await measure(figure);
      const met = measured.every(
        ({ values, pairs }) =>
          (figure.pairs === undefined || pairs === figure.pairs) &&
          figure.range.every(
            (range, column) => Math.abs(offBy(values[column] ?? NaN, range)) <= 0.001,
          ),
      );
      expect(met).toBe(figure.why === undefined);
    },
  );

  it("the authors' activation hooks pile up over their run: catches an explanation that the data does not bear", () => {
    // Their column with "Normalized" is the mean over what the hooks gave, the one without the sum,
    // so that the quotient counts the hooks that fired: those of this and all earlier models, once
    // for each feed-forward layer of this one.
    const rows = publishedRows();
    const file = join(BENCHMARKS, 'flexibert', 'BERT_benchmark.json');
    const layer = z.looseObject({ num_feed_forward: z.number() });
    const records = z
      .array(
        z.looseObject({
          id: z.coerce.string(),
          hparams: z.looseObject({
            model_hparam_overrides: z.looseObject({
              nas_config: z.looseObject({ encoder_layers: z.array(layer) }),
            }),
          }),
        }),
      )
      .parse(JSON.parse(readFileSync(file, 'utf8')));
    const layersOf = new Map(
      records.map(({ id, hparams }) => [
        id,
        hparams.model_hparam_overrides.nas_config.encoder_layers,
      ]),
    );
    let before = NaN;
    const anew: string[] = [];
    for (const row of rows) {
      const layers = layersOf.get(row.ID) ?? [];
      const calls = layers.reduce((sum, own) => sum + own.num_feed_forward, 0);
      const fired = row['Activation Distance'] / row['Activation Distance Normalized'];
      const hooks = fired / calls;
      expect(Math.abs(hooks - Math.round(hooks))).toBeLessThan(1e-3);
      if (Math.round(hooks - before) !== layers.length) anew.push(row.ID);
      before = hooks;
    }
    // The notebook was started again before model 365.
    expect(anew).toEqual(['0', '365']);
  });

  it("the authors' own columns give 0.454 / 0.652 for parameters: catches a figure of our making", () => {
    const rows = publishedRows();
    const counts = rows.map((own) => own['Number of Parameters']);
    const glue = rows.map((own) => own['GLUE Score']);
    expect(rows).toHaveLength(500);
    expect(valueOf(kendallTauB(counts, glue)).value).toBeCloseTo(0.454, 3);
    expect(valueOf(spearmanRho(counts, glue)).value).toBeCloseTo(0.652, 3);
  });
});
