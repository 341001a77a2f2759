import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluateReport } from '../../src/report/evaluate-report.ts';
import { explainReport } from '../../src/report/explain-report.ts';
import { inspectReport } from '../../src/report/inspect-report.ts';
import { latencyReport } from '../../src/report/latency-report.ts';
import { proxiesReport } from '../../src/report/proxies-report.ts';
import { rankReport } from '../../src/report/rank-report.ts';
import { readableColumns } from '../../src/report/readable-columns.ts';
import { render } from '../../src/report/render.ts';
import { scoreReport } from '../../src/report/score-report.ts';
import type { Report } from '../../src/report/sheet.ts';
import { suiteReport } from '../../src/report/suite-report.ts';
import { textWidth, wrapText } from '../../src/report/text-width.ts';
import { tuneReport } from '../../src/report/tune-report.ts';
import { evaluateSuite } from '../../src/workflows/evaluate-suite.ts';
import { evaluate } from '../../src/workflows/evaluate.ts';
import { explain } from '../../src/workflows/explain.ts';
import { init } from '../../src/workflows/init.ts';
import { inspect } from '../../src/workflows/inspect.ts';
import { listProxies } from '../../src/workflows/list-proxies.ts';
import { rank } from '../../src/workflows/rank.ts';
import { score } from '../../src/workflows/score.ts';
import { tune } from '../../src/workflows/tune.ts';
import { measuredTwice, ratedRecords } from '../cli/rated-records.ts';
import { valueOf } from '../workflows/outcomes.ts';

const FAMILY = 'fixtures/bert-family';
const TINY = `${FAMILY}/bert-tiny.json`;
const LARGE = `${FAMILY}/bert-large.json`;
const TRUTH = 'fixtures/bert-family-mnli.csv';

let folder = '';
let rated = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-narrow-'));
  rated = join(folder, 'rated.json');
  const longNames = measuredTwice(ratedRecords(30)).map((record) => ({
    ...record,
    id: `candidate-of-a-search-space-${record.id}`,
  }));
  writeFileSync(rated, JSON.stringify(longNames));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Every table that a command prints, in each of its shapes. */
const REPORTS: Readonly<Record<string, () => Promise<Report>>> = {
  score: async () => scoreReport(valueOf(await score({ input: LARGE })).document),
  'score over seeds': async () =>
    scoreReport(valueOf(await score({ input: TINY, mode: 'sampled', seeds: 2 })).document),
  rank: async () => rankReport(valueOf(await rank({ inputs: [FAMILY] })).document),
  'rank with a truth': async () =>
    rankReport(valueOf(await rank({ inputs: [FAMILY], truth: TRUTH, resamples: 100 })).document),
  'rank with a cost': async () =>
    rankReport(
      valueOf(await rank({ inputs: [rated], cost: 'memory', top: 5, resamples: 100 })).document,
    ),
  'rank over seeds, with the embedding': async () => {
    const balance = { attention: 0.5, feedForward: 0.25, embedding: 0.25 };
    const request = {
      inputs: [rated],
      mode: 'sampled',
      seeds: 2,
      balance,
      resamples: 100,
    } as const;
    return rankReport(valueOf(await rank(request)).document);
  },
  explain: async () => explainReport(valueOf(await explain({ inputs: [TINY, LARGE] })).document),
  'explain of long ids': async () => {
    const id = ['candidate-of-a-search-space-c0', 'candidate-of-a-search-space-c5'];
    return explainReport(valueOf(await explain({ inputs: [rated], id })).document);
  },
  inspect: async () => inspectReport(valueOf(await inspect({ input: TINY })).document),
  'inspect of a checkpoint': async () => {
    const out = join(folder, 'tiny.safetensors');
    valueOf(await init({ input: TINY, out }));
    return inspectReport(valueOf(await inspect({ input: out })).document);
  },
  evaluate: async () => {
    const request = { inputs: [rated], within: 'depth', budget: [5e6, 2e7], resamples: 100 };
    return evaluateReport(valueOf(await evaluate(request)).document);
  },
  'evaluate over a suite': async () => {
    const suite = join(folder, 'suite.json');
    const sets = ['a data set', 'another', 'third', 'fourth', 'the fifth of them'].map((name) => ({
      name,
      inputs: 'rated.json',
      within: 'depth',
    }));
    writeFileSync(suite, JSON.stringify({ sets }));
    return suiteReport(valueOf(await evaluateSuite({ suite, resamples: 100 })).document);
  },
  'tune by a sample': async () => tuneReport(valueOf(await tune({ inputs: [rated] })).document),
  'tune by all labels': async () =>
    tuneReport(valueOf(await tune({ inputs: [rated], strategy: 'optimize' })).document),
  proxies: async () => proxiesReport(valueOf(await listProxies({})).document),
  // What the machine says of itself is not the same everywhere.
  latency: () =>
    Promise.resolve(
      latencyReport({
        schemaVersion: 1,
        tool: { name: 'zerolm', version: '0.0.0' },
        settings: {
          build: 'declared',
          batch: 8,
          sequenceLength: 512,
          threads: 2,
          warmUp: 3,
          repeats: 50,
          seed: 0,
          initialization: 'normal',
        },
        machine: {
          processor: 'Intel(R) Xeon(R) Platinum 8259CL CPU @ 2.50GHz',
          cores: 2,
          platform: 'linux x64',
          onnxruntime: '1.22.0',
        },
        models: ['bert-large', 'a-model-with-a-name-of-some-length'].map((id) => ({
          id,
          milliseconds: {
            median: 1234.5678,
            lowerQuartile: 1200.1,
            upperQuartile: 1300.9,
            fastest: 1199.9,
            medianDeviation: 12.3,
          },
          tokensPerSecond: 3317.9,
          parameters: 334_092_288,
        })),
      }),
    ),
};

describe.each(Object.entries(REPORTS))('the table of %s', (_, reportOf) => {
  it.each([60, 80])(
    'fits %d columns, with every value whole: catches one cut or left out',
    async (width) => {
      const report = await reportOf();
      const text = await render(report, 'table', false, width);
      for (const line of text.split('\n')) {
        // A word is never cut: that alone may make a line longer.
        const isWord = line.trim().split(' ').length === 1;
        expect(isWord ? 0 : textWidth(line), line).toBeLessThanOrEqual(width);
      }
      const flat = ` ${text.replaceAll(/\s+/g, ' ')} `;
      for (const sheet of [report.main, ...report.others]) {
        expect(flat).toContain(` ${sheet.title.replaceAll(/\s+/g, ' ')} `);
        for (const { title, cells } of readableColumns(sheet)) {
          for (const cell of [title, ...cells]) {
            if (cell !== '') expect(flat).toContain(` ${cell.replaceAll(/\s+/g, ' ')} `);
          }
        }
      }
    },
  );

  it('is the same where it fits: catches a table that is stacked without need', async () => {
    const report = await reportOf();
    expect(await render(report, 'table', false, 1000)).toBe(await render(report, 'table', false));
  });
});

describe('a row that does not fit', () => {
  const narrow = async (width: number): Promise<string> => {
    const report: Report = {
      document: { schemaVersion: 1, tool: {}, settings: {} },
      main: {
        title: 'The title of the table',
        columns: ['id', 'n', 'note'].map((title) => ({ key: title, title })),
        rows: [
          ['first', 12, 'several words that are long'],
          ['second', 3, 'few'],
        ],
      },
      others: [],
      rowName: 'row',
      items: [],
      extras: {},
    };
    return render(report, 'table', false, width);
  };

  it('goes on in the next line, under the same columns: catches values of another row', async () => {
    expect(await narrow(30)).toBe(
      [
        'The title of the table\n',
        'id       n',
        '  note',
        'first   12',
        '  several words that are long',
        'second   3',
        '  few\n',
      ].join('\n'),
    );
  });

  it('is broken between words where one cell is wider than all: catches a word that is cut', async () => {
    const text = await narrow(16);
    expect(text).toContain('first   12\n  several words\n  that are long\n');
    expect(text).toContain('The title of\n  the table\n');
  });
});

describe('wrapText and textWidth', () => {
  it('counts what takes two columns twice: catches a table of Chinese ids out of line', () => {
    expect([textWidth('模型'), textWidth('größe'), textWidth('e\u0301'), textWidth('👍🏽')]).toEqual([
      4, 5, 1, 2,
    ]);
  });

  it('leaves a short text as it is, and a long word whole', () => {
    expect(wrapText('a  b', 10)).toEqual(['a  b']);
    expect(wrapText('aa bbbbbbbb c', 4)).toEqual(['aa', 'bbbbbbbb', 'c']);
  });
});
