import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderPage } from '../../src/report/render-page.ts';
import {
  ALPHA,
  capacitiesOf,
  LEAGUE,
  pageOf,
  pointsOf,
  rankDifferencesOf,
  scoreTruthOf,
  sizeOf,
} from './page/figures.ts';

/** Where Debian and others put Chromium. */
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => existsSync(path),
);

const title = 'a report in a browser';

const POINTS = pointsOf(120);

/** The figures with the number of marks in each: circles, bars. */
const FIGURES = [
  { data: scoreTruthOf(POINTS), circles: 120, bars: 0 },
  { data: rankDifferencesOf(POINTS.slice(0, 30)), circles: 60, bars: 0 },
  { data: LEAGUE, circles: 4, bars: 0 },
  { data: ALPHA, circles: 60, bars: 0 },
  { data: sizeOf(POINTS), circles: 120, bars: 0 },
  { data: capacitiesOf(POINTS), circles: 0, bars: 90 },
];

const VIEWS = [
  { name: 'light', colorScheme: 'light', media: 'screen', width: 1280 },
  { name: 'dark', colorScheme: 'dark', media: 'screen', width: 1280 },
  { name: 'narrow', colorScheme: 'light', media: 'screen', width: 400 },
  { name: 'print from dark', colorScheme: 'dark', media: 'print', width: 794 },
] as const;

describe.skipIf(CHROMIUM === undefined)(
  CHROMIUM === undefined ? `${title} (skipped: no Chromium)` : title,
  () => {
    let folder = '';
    let browser: Browser;
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'zerolm-page-'));
      writeFileSync(
        join(folder, 'page.html'),
        await renderPage(pageOf(...FIGURES.map(({ data }) => data))),
      );
      // The page is our own; the sandbox is not to be had by root, as in a container.
      browser = await chromium.launch({
        executablePath: CHROMIUM ?? '',
        args: ['--no-sandbox'],
      });
    });
    afterAll(async () => {
      await browser.close();
      rmSync(folder, { recursive: true });
    });

    /** Opens the page; `events` are requests that leave it, and all that the browser complains of. */
    async function open(view: (typeof VIEWS)[number], events: string[]): Promise<Page> {
      const { colorScheme, media, width } = view;
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
      await page.emulateMedia({ media, colorScheme });
      const address = pathToFileURL(join(folder, 'page.html')).href;
      page.on('request', (request) => {
        if (![address, 'data:,'].includes(request.url())) events.push(request.url());
      });
      page.on('console', (message) => events.push(message.text()));
      page.on('pageerror', (error) => events.push(error.message));
      page.on('dialog', (dialog) => events.push(dialog.message()));
      await page.goto(address, { waitUntil: 'load' });
      return page;
    }

    it.each(VIEWS)(
      'has its marks, asks for nothing, fits the width ($name): catches a figure left empty',
      async (view) => {
        const events: string[] = [];
        const page = await open(view, events);
        const figures = page.locator('figure');
        expect(await figures.count()).toBe(FIGURES.length);
        for (const [index, { data, circles, bars }] of FIGURES.entries()) {
          const figure = figures.nth(index);
          expect(await figure.locator('svg circle').count(), data.kind).toBe(circles);
          expect(await figure.locator('svg rect').count(), data.kind).toBe(bars);
          const box = await figure.locator('svg').boundingBox();
          expect(box?.width, data.kind).toBeGreaterThan(250);
          expect(box?.height, data.kind).toBeGreaterThan(60);
        }
        const overflow = await page.evaluate<number>(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        expect(overflow).toBe(0);
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
      expect(light).toBe('rgb(255, 255, 255),rgb(0, 114, 178)');
      expect(dark).toBe('rgb(24, 28, 34),rgb(86, 180, 233)');
      expect([narrow, print]).toEqual([light, light]);
    });

    it('names every mark on hover, every figure aloud: catches a drawing without words', async () => {
      const page = await open(VIEWS[0], []);
      const titles = await page.locator('figure svg circle title').count();
      expect(titles).toBe(FIGURES.reduce((sum, { circles }) => sum + circles, 0));
      const images = await page.locator('.drawing[role=img]').all();
      expect(images.length).toBe(FIGURES.length);
      for (const image of images) {
        expect((await image.getAttribute('aria-label'))?.length).toBeGreaterThan(60);
      }
      await page.close();
    });

    it('prints on paper, figures whole: catches a page that breaks the printer', async () => {
      const page = await open(VIEWS[3], []);
      const pdf = await page.pdf({ format: 'A4', printBackground: true });
      const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
      expect(sheets).toBeGreaterThan(1);
      expect(sheets).toBeLessThan(8);
      await page.close();
    });
  },
);
