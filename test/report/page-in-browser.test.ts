import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { renderFigures, renderPage } from '../../src/report/render-page.ts';
import {
  coveredPoints,
  cutLabels,
  describeInBrowser,
  launchBrowser,
  marksMet,
  openFile,
  overflowOf,
  VIEWS,
  type View,
} from '../browser.ts';
import {
  ALPHA,
  capacitiesOf,
  LEAGUE,
  pageOf,
  pointsOf,
  predictionOf,
  PROGRESS,
  rankDifferencesOf,
  scoreTruthOf,
  costOf,
} from './page/figures.ts';

/** Marks for single values, of whatever shape. */
const DOTS = '.drawing [aria-label=dot] > *';

const POINTS = pointsOf(120);

/** The figures with the number of marks in each: dots, bars. */
const FIGURES = [
  { data: scoreTruthOf(POINTS), dots: 120, bars: 0 },
  { data: rankDifferencesOf(POINTS.slice(0, 30)), dots: 60, bars: 0 },
  { data: LEAGUE, dots: 4, bars: 0 },
  { data: ALPHA, dots: 60, bars: 0 },
  { data: costOf(POINTS), dots: 120, bars: 0 },
  { data: capacitiesOf(POINTS), dots: 0, bars: 90 },
  { data: predictionOf(POINTS), dots: 120, bars: 0 },
  { data: PROGRESS, dots: 80, bars: 0 },
];

describeInBrowser('a report in a browser', () => {
  let folder = '';
  let browser: Browser;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'zerolm-page-'));
    writeFileSync(
      join(folder, 'page.html'),
      await renderPage(pageOf(...FIGURES.map(({ data }) => data))),
    );
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  const open = async (view: View, events: string[]): Promise<Page> =>
    openFile(browser, join(folder, 'page.html'), view, events);

  it.each(VIEWS)(
    'has its marks, asks for nothing, fits the width ($name): catches a figure left empty',
    async (view) => {
      const events: string[] = [];
      const page = await open(view, events);
      const figures = page.locator('figure');
      expect(await figures.count()).toBe(FIGURES.length);
      for (const [index, { data, dots, bars }] of FIGURES.entries()) {
        const figure = figures.nth(index);
        expect(await figure.locator(DOTS).count(), data.kind).toBe(dots);
        expect(await figure.locator('.drawing rect').count(), data.kind).toBe(bars);
        const box = await figure.locator('.drawing svg').boundingBox();
        expect(box?.width, data.kind).toBeLessThanOrEqual(view.width);
        expect(box?.width, data.kind).toBeGreaterThan(250);
        expect(box?.height, data.kind).toBeGreaterThan(60);
      }
      expect(await overflowOf(page)).toBe(0);
      expect(await page.title()).toBe('zerolm rank');
      expect(events).toEqual([]);
      await page.close();
    },
  );

  it('follows light and dark, and prints dark on white: catches a colour that is fixed', async () => {
    const seen: string[] = [];
    for (const view of VIEWS) {
      const page = await open(view, []);
      seen.push(
        await page.evaluate<string>(
          `[getComputedStyle(document.querySelector('figure')).backgroundColor,
              getComputedStyle(document.querySelector('svg circle').parentElement).fill].join()`,
        ),
      );
      await page.close();
    }
    const [light, dark, narrow, print] = seen;
    expect(light).toBe('rgb(255, 255, 255),rgb(0, 63, 99)');
    expect(dark).toBe('rgb(24, 28, 34),rgb(85, 178, 230)');
    expect([narrow, print]).toEqual([light, light]);
  });

  it('names every mark on hover, every figure aloud: catches a drawing without words', async () => {
    const page = await open(VIEWS[0], []);
    const titles = await page.locator(`figure ${DOTS} title`).count();
    expect(titles).toBe(FIGURES.reduce((sum, { dots }) => sum + dots, 0));
    const images = await page.locator('.drawing[role=img]').all();
    expect(images.length).toBe(FIGURES.length);
    for (const image of images) {
      expect((await image.getAttribute('aria-label'))?.length).toBeGreaterThan(60);
    }
    await page.close();
  });

  it.each(VIEWS.slice(0, 3))(
    'lets every mark be pointed at, outliers before all others ($name): catches a line or label above a dot',
    async (view) => {
      const page = await open(view, []);
      const met = await marksMet(page);
      expect(met.length).toBeGreaterThan(400);
      expect(met.filter((one) => !['itself', 'another'].includes(one))).toEqual([]);
      const outliers = page.locator('figure').first().locator('g[fill="var(--second)"] path');
      expect(await outliers.count()).toBe(5);
      for (const outlier of await outliers.all()) {
        // Fails where another element would get the pointer.
        await outlier.hover({ trial: true, timeout: 2000 });
      }
      await page.close();
    },
  );

  it.each(VIEWS)(
    'names points beside them, and covers none ($name): catches a label that hides a dot',
    async (view) => {
      const page = await open(view, []);
      expect(await coveredPoints(page)).toEqual([]);
      expect(await cutLabels(page)).toEqual([]);
      // Some names are there: those of the outliers and of the front.
      expect(await page.locator('.drawing', { hasText: 'config_' }).count()).toBeGreaterThan(2);
      await page.close();
    },
  );

  it('fits a phone, where its words can be read: catches a figure that is scrolled or tiny', async () => {
    const page = await open(VIEWS[2], []);
    const drawings = await page.evaluate<{ inside: boolean; letters: number }[]>(
      `[...document.querySelectorAll('.drawing svg')].map((svg) => {
        const { left, right, width } = svg.getBoundingClientRect();
        return {
          inside: left >= 0 && right <= 390,
          letters: (12 * width) / svg.viewBox.baseVal.width,
        };
      })`,
    );
    expect(drawings.length).toBe(FIGURES.length);
    for (const { inside, letters } of drawings) {
      expect(inside).toBe(true);
      expect(letters).toBeGreaterThan(9);
    }
    expect(await page.locator('figure .scroll').count()).toBe(0);
    await page.close();
  });

  it('has figures as files that XML takes and a browser shows: catches one that is not well formed', async () => {
    const files = await renderFigures(pageOf(...FIGURES.map(({ data }) => data)));
    expect(files.length).toBe(FIGURES.length);
    for (const { name, text } of files) {
      const file = join(folder, name);
      writeFileSync(file, text);
      const events: string[] = [];
      const page = await openFile(browser, file, VIEWS[1], events);
      expect(events, name).toEqual([]);
      expect(await page.evaluate('document.documentElement.nodeName'), name).toBe('svg');
      expect(await page.locator('parsererror').count(), name).toBe(0);
      await page.close();
    }
  });

  it('prints on paper, figures whole: catches a page that breaks the printer', async () => {
    const page = await open(VIEWS[3], []);
    const pdf = await page.pdf({ format: 'A4', printBackground: true });
    const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    expect(sheets).toBeGreaterThan(1);
    expect(sheets).toBeLessThan(8);
    await page.close();
  });
});
