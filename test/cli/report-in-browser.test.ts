import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { formatNumber } from '../../src/report/format-number.ts';
import { evaluateDocument } from '../../src/report/documents/evaluate-schema.ts';
import { rankDocument } from '../../src/report/documents/rank-document.ts';
import { tuneDocument } from '../../src/report/documents/tune-document.ts';
import { BENCHMARKS, describeWithBenchmarks } from '../benchmarks.ts';
import {
  cutLabels,
  describeInBrowser,
  launchBrowser,
  openFile,
  overflowOf,
  VIEWS,
  type View,
} from '../browser.ts';
import { measuredTwice, ratedRecords } from './rated-records.ts';
import { zerolm } from './run.ts';

/** One view of each width: the colours are looked at elsewhere. */
const WIDTHS = VIEWS.filter(({ name }) => name === 'light' || name === 'narrow');

const RECORDS = measuredTwice(ratedRecords(50));

let folder = '';
let browser: Browser;
let input = '';
let truth: string[] = [];

/** Runs a command with a page, and gives its JSON and the page. */
function report(...args: string[]): { document: unknown; file: string } {
  const file = join(folder, 'page.html');
  const { status, stdout, stderr } = zerolm([...args, '--report', file, '--format', 'json']);
  expect(status, stderr).toBe(0);
  return { document: JSON.parse(stdout), file };
}

/** Opens a page in the views, where it has to ask for nothing and to fit; gives the first. */
async function openEverywhere(file: string, views: readonly View[] = VIEWS): Promise<Page> {
  const events: string[] = [];
  const pages: Page[] = [];
  for (const view of views) {
    const page = await openFile(browser, file, view, events);
    expect(await overflowOf(page), view.name).toBe(0);
    expect(await cutLabels(page), view.name).toEqual([]);
    pages.push(page);
  }
  expect(events).toEqual([]);
  const [first, ...others] = pages;
  for (const page of others) await page.close();
  return first!;
}

function figureOf(page: Page, title: string): Locator {
  return page.locator('figure', { has: page.getByRole('heading', { name: title, exact: true }) });
}

/** What the marks of a figure say on hover, line by line. */
async function marksOf(
  page: Page,
  title: string,
  mark = '[aria-label=dot] > *',
): Promise<string[][]> {
  const texts = await figureOf(page, title).locator(`.drawing ${mark} title`).allTextContents();
  return texts.map((text) => text.split('\n'));
}

/** A number as marks show it. */
const short = (value: number): string => String(Number(value.toPrecision(6)));

describeInBrowser('the reports of evaluate and tune in a browser', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'zerolm-browser-'));
    input = join(folder, 'rated.json');
    writeFileSync(input, JSON.stringify(RECORDS));
    const rows = RECORDS.slice(0, 80).map(({ id, scores }) => `${id},${scores.q}`);
    writeFileSync(join(folder, 'truth.csv'), ['id,q', ...rows, ''].join('\n'));
    truth = ['--truth', join(folder, 'truth.csv')];
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  it('evaluate draws what its JSON says, in every view: catches a proxy under the name of another', async () => {
    const { document, file } = report('evaluate', input, ...truth, '--resamples', '200');
    const { proxies, noiseCeiling } = evaluateDocument.parse(document);
    const page = await openEverywhere(file);
    const leaderboard = "Kendall's tau-b of the proxies";
    const expected = proxies.flatMap((row) =>
      'kendallTauB' in row
        ? [[row.proxy, `Kendall's tau-b ${row.kendallTauB.value.toFixed(3)}`]]
        : [],
    );
    const drawn = await marksOf(page, leaderboard);
    expect(drawn.map((lines) => lines.slice(0, 2)).sort()).toEqual(expected.sort());
    const names = await figureOf(page, leaderboard)
      .locator('svg [aria-label="y-axis tick label"] text')
      .allTextContents();
    const valueOf = new Map(
      drawn.map(([name, line = '']) => [name, Number(line.split(' ').at(-1))]),
    );
    const values = names.flatMap((name) => valueOf.get(name) ?? []);
    expect(values).toHaveLength(drawn.length);
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    const ceiling = await figureOf(page, leaderboard)
      .locator('svg [aria-label=rule] title')
      .allTextContents();
    expect(ceiling.join()).toContain(`is ${noiseCeiling!.kendallTauB.value.toFixed(3)};`);

    const known = new Map(RECORDS.slice(0, 80).map(({ id, scores }) => [id, scores.q]));
    const points = await marksOf(page, 'zerolm against q');
    expect(points.map(([id]) => id).sort()).toEqual([...known.keys()].sort());
    for (const [id = '', , line = ''] of points) {
      expect(line.startsWith(`truth ${known.get(id)}, place `), id).toBe(true);
    }
    expect((await marksOf(page, 'zerolm against parameters')).length).toBe(RECORDS.length);
    expect((await marksOf(page, 'Capacity per sub-module', 'rect')).length).toBe(60);
    await page.close();
  });

  it.each(['flops', 'params', 'memory'])(
    'rank draws scores against the cost of its JSON (%s), in every view: catches the figure of another cost',
    async (cost) => {
      const { document, file } = report('rank', input, '--cost', cost);
      const { ranking, front } = rankDocument.parse(document);
      const page = await openEverywhere(file);
      const unit = ranking[0]!.cost!.unit;
      const title = cost === 'memory' ? 'score against memory' : `score against ${unit}`;
      const expected = ranking.map(({ id, score, cost: own }) => [
        id,
        `${formatNumber(own!.value)} ${unit}`,
        `score ${short(score)}`,
      ]);
      expect((await marksOf(page, title)).sort()).toEqual(expected.sort());
      const onFront = figureOf(page, title).locator('[aria-label=dot][fill="var(--first)"] > *');
      expect(await onFront.count()).toBe(front?.size);
      const axis = cost === 'memory' ? 'memory, bytes' : unit;
      expect(await figureOf(page, title).locator('.drawing svg').textContent()).toContain(axis);
      await page.close();
    },
  );

  it('tune draws what its JSON says, in every view: catches the curve of another correlation', async () => {
    const { document, file } = report('tune', input, ...truth);
    const { sensitivity, alpha } = tuneDocument.parse(document);
    const page = await openEverywhere(file);
    const expected = [
      ...sensitivity.map((one) => [one.alpha, "Kendall's tau-b", one.kendallTauB] as const),
      ...sensitivity.map((one) => [one.alpha, "Spearman's rho", one.spearman] as const),
    ].flatMap(([at, name, value]) =>
      value === null ? [] : [[`alpha ${short(at)}`, `${name} ${value.toFixed(3)}`]],
    );
    expect(await marksOf(page, 'Sensitivity of alpha')).toEqual(expected);
    const figure = figureOf(page, 'Sensitivity of alpha');
    expect(await figure.getByText(`chosen: ${short(alpha!)}`, { exact: true }).count()).toBe(1);
    expect((await marksOf(page, 'score against q')).length).toBe(80);
    expect((await marksOf(page, 'score against parameters')).length).toBe(RECORDS.length);
    expect((await marksOf(page, 'Capacity per sub-module', 'rect')).length).toBe(60);
    await page.close();
  });

  describeWithBenchmarks('with the published benchmarks', () => {
    it.each([
      ['flexibert/BERT_benchmark.json', 500, 'glue'],
      ['gpt2-wt103', 200, 'valid_ppl'],
      ['hw-gpt-s', 10_000, 'perplexity'],
    ])(
      'show %s, in a file of bounded size: catches labels cut off, thousands of dots',
      async (path, count, quality) => {
        const source = join(BENCHMARKS, path);
        for (const [args, score] of [
          [['evaluate', source, '--resamples', '100'], 'zerolm'],
          [['tune', source], 'score'],
        ] as const) {
          const { file } = report(...args);
          expect(statSync(file).size).toBeLessThan(1_500_000);
          const page = await openEverywhere(file, WIDTHS);
          const dots = await marksOf(page, `${score} against ${quality}`);
          if (count <= 500) expect(dots.length).toBe(count);
          else expect(dots.length).toBeLessThanOrEqual(2000);
          expect(readFileSync(file, 'utf8')).toContain(
            `${count.toLocaleString('en-US')} candidates; ${quality}`,
          );
          await page.close();
        }
      },
    );
  });
});
