import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readCandidates } from '../../src/candidates/read-candidates.ts';
import { embeddedTruth, readTruth, type Truth } from '../../src/truth/truth.ts';
import { inspectDocument } from '../../src/report/documents/inspect-document.ts';
import { rankDocument } from '../../src/report/documents/rank-document.ts';
import { scoreDocument } from '../../src/report/documents/score-document.ts';
import { inspectReport } from '../../src/report/inspect-report.ts';
import { rankReport } from '../../src/report/rank-report.ts';
import { OUTPUT_FORMATS, render } from '../../src/report/render.ts';
import { scoreReport } from '../../src/report/score-report.ts';
import type { Cell, Report } from '../../src/report/sheet.ts';
import { DEFAULT_SETTINGS } from '../../src/scoring/score-settings.ts';
import { BENCHMARKS, describeWithBenchmarks } from '../benchmarks.ts';
import { FIXTURES } from '../fixtures.ts';
import { candidateOf, spec, specOf } from '../formats/specs.ts';
import { inspectDocumentOf, rankDocumentOf, scoreDocumentOf } from './documents-of.ts';

function reportOf(rows: readonly (readonly Cell[])[], ...titles: string[]): Report {
  return {
    document: { schemaVersion: 1, tool: { name: 'zerolm' }, settings: { seed: 3 } },
    main: { title: 'Title', columns: titles.map((title) => ({ key: `${title}Key`, title })), rows },
    others: [],
    rowName: 'item',
    items: [{ id: 'a' }, { id: 'b' }],
    extras: { sums: { total: 2 } },
  };
}

const lines = (text: string): string[] => text.replace(/\n$/, '').split('\n');

function longestLine(text: string): number {
  return Math.max(...lines(text).map(({ length }) => length));
}

async function bertFamily(): Promise<Report> {
  const { candidates } = await readCandidates([join(FIXTURES, 'bert-family')]);
  const truth = await readTruth(join(FIXTURES, 'bert-family-mnli.csv'));
  if (!truth.ok) throw new Error('no truth');
  return rankReport(rankDocumentOf(candidates, truth.value));
}

describe('render as a table', () => {
  test('texts stand left, numbers right, what is missing is a dash; no line ends in spaces', async () => {
    const report = reportOf(
      [
        ['a', 1, null],
        ['long', 1234567, 'x'],
      ],
      'id',
      'n',
      't',
    );
    expect(await render(report, 'table', false)).toBe(
      'Title\n\nid            n  t\na             1  -\nlong  1,234,567  x\n',
    );
  });

  test('no rows leave the header', async () => {
    expect(await render(reportOf([], 'id', 'n'), 'table', false)).toBe('Title\n\nid  n\n');
  });

  test('colours are there if they are asked for, and change no letter', async () => {
    const report = reportOf([['a', 1]], 'id', 'n');
    const coloured = await render(report, 'table', true);
    expect(coloured).toContain('\u001b[');
    // eslint-disable-next-line no-control-regex -- the escapes are what is looked for
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(await render(report, 'table', false));
  });

  test('the BERT family with its accuracies fits 80 columns', async () => {
    const text = await render(await bertFamily(), 'table', false);
    expect(longestLine(text)).toBeLessThanOrEqual(80);
    expect(text).toMatch(/^ +1 +bert-large .* 86\.7$/m);
    expect(text).toContain('Agreement with mnli_matched (higher is better): n = 6, 0 tied scores');
    expect(text).toMatch(/^Kendall's tau-b +1\.000 /m);
  });

  test('a deep model of convolutions fits 80 columns, cut or uniform as well', async () => {
    const convolution = { operation_type: 'DSC', operation_parameter: 9 };
    const deep = specOf(...Array.from({ length: 12 }, () => convolution));
    for (const scheme of ['normal', 'truncated-normal', 'xavier-uniform'] as const) {
      const text = await render(
        inspectReport(inspectDocumentOf(candidateOf(deep), scheme)),
        'table',
        false,
      );
      expect(longestLine(text), scheme).toBeLessThanOrEqual(80);
      expect(text).toContain('encoder.layer.11.attention.self.depthwise.weight');
    }
  });

  test('candidates without a truth are named, and beyond twenty counted', async () => {
    const { candidates } = await readCandidates([join(FIXTURES, 'flexibert-candidates')]);
    const known = candidates.slice(0, 2).map(({ id }, index): [string, number] => [id, index]);
    const truth: Truth = {
      values: new Map(known),
      source: 't',
      column: 'q',
      columns: ['q'],
      runs: null,
      runColumns: null,
    };
    expect(await render(rankReport(rankDocumentOf(candidates, truth)), 'table', false)).toMatch(
      /^No truth for (candidate-\d\d, ){20}2 more$/m,
    );
  });

  test('over several seeds a column of standard deviations stands beside the score', async () => {
    const settings = { ...DEFAULT_SETTINGS, mode: 'sampled', seeds: 3 } as const;
    const small = candidateOf(spec({ hidden_size: 8, vocab_size: 20, max_position_embeddings: 4 }));
    const text = await render(
      rankReport(rankDocumentOf([small], undefined, settings)),
      'table',
      false,
    );
    expect(text).toContain('capacity: zerolm, sampled with seeds 0 to 2');
    expect(text).toMatch(/score +\+- +attention/);
    expect(await render(scoreReport(scoreDocumentOf(small, settings)), 'table', false)).toMatch(
      /^spec: score [\d.]+ \+- [\d.]+$/m,
    );
  });
});

describe('render as Markdown', () => {
  test('a bar inside a cell does not end it, and numbers are aligned right', async () => {
    expect(await render(reportOf([['a|b', 1]], 'id', 'n'), 'markdown', false)).toBe(
      'Title\n\n| id | n |\n| --- | ---: |\n| a\\|b | 1 |\n',
    );
  });

  test('every row has as many cells as the header', async () => {
    const tables = (await render(await bertFamily(), 'markdown', false))
      .split('\n\n')
      .map((part) => lines(part).filter((line) => line.startsWith('|')));
    for (const table of tables) {
      expect(new Set(table.map((line) => line.split('|').length)).size).toBeLessThanOrEqual(1);
    }
    expect(tables.flat()).toHaveLength(2 + 6 + 2 + 2);
  });
});

describe('render as CSV', () => {
  test('commas, quotes and line breaks in a cell survive, numbers are in full, null is empty', async () => {
    const text = await render(
      reportOf([['a,"b"\nc', 0.1 + 0.2, null]], 'id', 'n', 't'),
      'csv',
      false,
    );
    expect(text).toBe('idKey,nKey,tKey\n"a,""b""\nc",0.30000000000000004,\n');
    expect(parse(text)).toEqual([
      ['idKey', 'nKey', 'tKey'],
      ['a,"b"\nc', '0.30000000000000004', ''],
    ]);
  });

  test('it has every column, those that a table leaves out for their width among them', async () => {
    const report = await bertFamily();
    const rows = z
      .array(z.record(z.string(), z.string()))
      .parse(parse(await render(report, 'csv', false), { columns: true }));
    const { ranking } = rankDocument.parse(report.document);
    expect(
      rows.map((row) => [row.id, Number(row.score), Number(row['parameters.embedding'])]),
    ).toEqual(ranking.map(({ id, score, parameters }) => [id, score, parameters.embedding]));
    expect(rows.map((row) => Number(row.truth))).toEqual(ranking.map((entry) => entry.truth));
  });
});

describe('render as NDJSON', () => {
  test('each line is an object that says what it is: settings, rows, what follows from them', async () => {
    const records = lines(await render(reportOf([], 'id'), 'ndjson', false)).map((line): unknown =>
      JSON.parse(line),
    );
    expect(records).toEqual([
      { record: 'settings', schemaVersion: 1, tool: { name: 'zerolm' }, settings: { seed: 3 } },
      { record: 'item', id: 'a' },
      { record: 'item', id: 'b' },
      { record: 'sums', total: 2 },
    ]);
  });

  test.each([
    ['rank', (): Promise<Report> => bertFamily(), ['settings', 'entry', 'evaluation']],
    [
      'score',
      () => scoreReport(scoreDocumentOf(candidateOf(spec()))),
      ['settings', 'block', 'entry'],
    ],
    [
      'inspect',
      () => inspectReport(inspectDocumentOf(candidateOf(spec()))),
      ['settings', 'weight', 'sums'],
    ],
  ])('the kinds of lines of %s', async (_, make, kinds) => {
    const recordSchema = z.looseObject({ record: z.string() });
    const records = lines(await render(await make(), 'ndjson', false)).map(
      (line) => recordSchema.parse(JSON.parse(line)).record,
    );
    expect([...new Set(records)]).toEqual(kinds);
  });
});

describe('render as JSON', () => {
  test('each document is what its schema describes, with nothing beside it', async () => {
    const json = async (report: Report): Promise<unknown> =>
      JSON.parse(await render(report, 'json', false));
    const ranked = await json(await bertFamily());
    expect(rankDocument.parse(ranked)).toEqual(ranked);
    const scored = await json(scoreReport(scoreDocumentOf(candidateOf(spec()))));
    expect(scoreDocument.parse(scored)).toEqual(scored);
    const inspected = await json(inspectReport(inspectDocumentOf(candidateOf(spec()))));
    expect(inspectDocument.parse(inspected)).toEqual(inspected);
  });
});

describe('render', () => {
  test.each(OUTPUT_FORMATS)('as %s ends in exactly one newline', async (format) => {
    expect(await render(await bertFamily(), format, false)).toMatch(/[^\n]\n$/);
  });
});

describeWithBenchmarks('render of the FlexiBERT benchmark', () => {
  test('the ten best with their truth fit 80 columns', async () => {
    const { candidates } = await readCandidates([
      join(BENCHMARKS, 'flexibert', 'BERT_benchmark.json'),
    ]);
    const truth = embeddedTruth(candidates);
    if (!truth.ok) throw new Error('no truth');
    const document = rankDocumentOf(candidates, truth.value);
    const best = { ...document, ranking: document.ranking.slice(0, 10) };
    const text = await render(rankReport(best), 'table', false);
    expect(longestLine(text)).toBeLessThanOrEqual(80);
    expect(text).toContain('n = 500');
  });
});
