import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { describe } from 'vitest';

/** Where Debian and others put Chromium. */
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => existsSync(path),
);

/** The ways in which a page is looked at. */
export const VIEWS = [
  { name: 'light', colorScheme: 'light', media: 'screen', width: 1280 },
  { name: 'dark', colorScheme: 'dark', media: 'screen', width: 1280 },
  { name: 'narrow', colorScheme: 'light', media: 'screen', width: 390 },
  { name: 'print from dark', colorScheme: 'dark', media: 'print', width: 794 },
] as const;

/** A way in which a page is looked at. */
export type View = (typeof VIEWS)[number];

/** A group of tests that need a browser: skipped, saying so, where there is none. */
export function describeInBrowser(title: string, tests: () => void): void {
  const there = CHROMIUM !== undefined;
  describe.skipIf(!there)(there ? title : `${title} (skipped: no Chromium)`, tests);
}

/** Starts the browser. */
export async function launchBrowser(): Promise<Browser> {
  // The pages are our own; the sandbox is not to be had by root, as in a container.
  return chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox'] });
}

/**
 * Opens a file in the browser.
 *
 * @param events gets the requests that leave the page, and all that the browser complains of
 */
export async function openFile(
  browser: Browser,
  file: string,
  { colorScheme, media, width }: View,
  events: string[],
): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  await page.emulateMedia({ media, colorScheme });
  const address = pathToFileURL(file).href;
  page.on('request', (request) => {
    if (![address, 'data:,'].includes(request.url())) events.push(request.url());
  });
  page.on('console', (message) => events.push(message.text()));
  page.on('pageerror', (error) => events.push(error.message));
  page.on('dialog', (dialog) => events.push(dialog.message()));
  await page.goto(address, { waitUntil: 'load' });
  return page;
}

/** By how many pixels a page is wider than its window. */
export async function overflowOf(page: Page): Promise<number> {
  return page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
}

/** The texts of drawings that reach over the sides of theirs, where they are cut off. */
export async function cutLabels(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(
    `[...document.querySelectorAll('figure svg text')].filter((text) => {
      const [own, all] = [text, text.ownerSVGElement].map((one) => one.getBoundingClientRect());
      return own.width > 0 && (own.left < all.left - 1 || own.right > all.right + 1);
    }).map((text) => text.textContent)`,
  );
}

/** The names beside points, and the points, that lie on each other; a line that names both. */
export async function coveredPoints(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(
    `[...document.querySelectorAll('.drawing svg')].flatMap((svg) => {
      const boxes = (selector) => [...svg.querySelectorAll(selector)].map((one) => ({
        name: one.textContent,
        box: one.getBoundingClientRect(),
      }));
      const names = boxes('[aria-label=text] text');
      const points = boxes('[aria-label=dot] > *');
      const meet = (a, b) =>
        a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
      return names.flatMap((name, index) => [...points, ...names.slice(index + 1)]
        .filter((other) => meet(name.box, other.box))
        .map((other) => name.name + ' covers ' + other.name));
    })`,
  );
}

/**
 * What a pointer in the middle of each mark with words meets: `itself`, `another` that has words, or
 * the markup of what is in its way.
 */
export async function marksMet(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(
    `[...document.querySelectorAll('.drawing svg :is(circle, rect, [aria-label=dot] > path):has(> title)')].map((mark) => {
      mark.scrollIntoView({ block: 'center', inline: 'center' });
      const { x, y, width, height } = mark.getBoundingClientRect();
      const top = document.elementFromPoint(x + width / 2, y + height / 2);
      if (top === mark) return 'itself';
      return top?.querySelector(':scope > title') ? 'another' : (top?.outerHTML ?? '');
    })`,
  );
}
