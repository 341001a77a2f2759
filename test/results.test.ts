import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BLOCKS, blocksIn, DOCUMENTS, FIGURES, measure, offBy } from '../scripts/make-results.js';
import { kendallTauB, spearmanRho } from '../src/index.ts';
import { BENCHMARKS, describeWithBenchmarks } from './benchmarks.ts';
import { valueOf } from './evaluation/value-of.ts';

const written = DOCUMENTS.flatMap((path) =>
  [...blocksIn(path)].map(([name, text]) => ({ path, name, text })),
);

describe('the measured parts of the documents', () => {
  it('are all there, and no others: catches a table that nobody measures', () => {
    const names = new Set(written.map(({ name }) => name));
    expect([...names].sort()).toEqual(Object.keys(BLOCKS).sort());
    expect(written.every(({ text }) => text.includes('|'))).toBe(true);
  });

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

  it("the authors' own columns give 0.454 / 0.652 for parameters: catches a figure of our making", () => {
    const text = readFileSync(join(BENCHMARKS, 'flexibert', 'BERT_results_activation.csv'), 'utf8');
    const row = z.looseObject({
      'Number of Parameters': z.coerce.number(),
      'GLUE Score': z.coerce.number(),
    });
    const rows = z.array(row).parse(parse(text, { columns: true }));
    const counts = rows.map((own) => own['Number of Parameters']);
    const glue = rows.map((own) => own['GLUE Score']);
    expect(rows).toHaveLength(500);
    expect(valueOf(kendallTauB(counts, glue)).value).toBeCloseTo(0.454, 3);
    expect(valueOf(spearmanRho(counts, glue)).value).toBeCloseTo(0.652, 3);
  });
});
