import { describe, expect, it } from 'vitest';
import { escapeHtml } from '../../src/report/page/escape-html.ts';
import { renderPage } from '../../src/report/render-page.ts';
import {
  ALPHA,
  capacitiesOf,
  HOSTILE,
  LEAGUE,
  pageOf,
  pointsOf,
  rankDifferencesOf,
  scoreTruthOf,
  costOf,
} from './page/figures.ts';

describe('renderPage', () => {
  it('is the same text for the same page: catches a number that counts calls, a date', async () => {
    const page = pageOf(LEAGUE, ALPHA, scoreTruthOf(pointsOf(30)));
    const first = await renderPage(page);
    expect(await renderPage(page)).toBe(first);
  });

  it('has no markup out of an id, a title or a setting: catches one that is not escaped', async () => {
    const points = pointsOf(5);
    const html = await renderPage({
      ...pageOf(scoreTruthOf(points), costOf(points), LEAGUE),
      title: HOSTILE,
    });
    expect(html).not.toContain('<script');
    expect(html.match(/<title>/g)?.length).toBeGreaterThan(1);
    expect(html).toContain(`<h1>${escapeHtml(HOSTILE)}</h1>`);
    expect(html).toContain(`<p class="lead">${escapeHtml(HOSTILE)}</p>`);
    expect(html).toContain(`<p class="warning">Warning: ${escapeHtml(HOSTILE)}</p>`);
    expect(html).toContain(`<dt>truth.column</dt><dd>${escapeHtml(HOSTILE)}</dd>`);
    expect(html).toContain('<p class="inputs">a &amp; &lt;b&gt;.json</p>');
  });

  it('refers to nothing outside: catches a font, a script or a style from elsewhere', async () => {
    const html = await renderPage(pageOf(LEAGUE));
    const references = [...html.matchAll(/(?:href|src|url)\s*[=(]\s*["']?([^"')\s>]*)/g)];
    expect(references.map(([, target]) => target)).toEqual(['data:,']);
  });

  it.each([150, 10_000, 10_001])(
    'shows every column and row, or says how to get them (%d): catches a table cut in silence',
    async (count) => {
      const page = pageOf();
      const rows = Array.from({ length: count }, (_, index) => [`m${index}`, index / 7, 1]);
      const html = await renderPage({
        ...page,
        sheets: page.sheets.map((sheet) => ({ ...sheet, rows })),
      });
      expect(html).toContain('<th scope="col" class="number">more</th>');
      expect(html.match(/<td>/g)?.length).toBe(Math.min(count, 10_000));
      const cut = 'The first 10,000 of 10,001 rows; --format csv prints all.';
      expect(html.includes(cut)).toBe(count > 10_000);
      expect(html).toContain(`On paper: the first 100 of ${count.toLocaleString('en')} rows.`);
      expect(html).not.toContain('class="figures"');
    },
  );

  it('says none for a setting that is an empty list: catches a name without a value', async () => {
    const page = pageOf();
    const document = { ...page.document, settings: { budgets: [] } };
    expect(await renderPage({ ...page, document })).toContain('<dt>budgets</dt><dd>none</dd>');
  });

  it('stays small for 10,000 candidates: catches a dot for each of them', async () => {
    const points = pointsOf(10_000);
    const html = await renderPage(
      pageOf(scoreTruthOf(points), rankDifferencesOf(points), costOf(points), capacitiesOf(points)),
    );
    expect(html.length).toBeLessThan(1_500_000);
  });
});

describe('escapeHtml', () => {
  it('escapes what ends a text or a quoted attribute: catches either quote', () => {
    expect(escapeHtml(`<a b="c">&'`)).toBe('&lt;a b=&quot;c&quot;&gt;&amp;&#39;');
  });

  it('writes what turns a line around as an escape: catches a name that reads as another', () => {
    expect(escapeHtml('a\u202eb\u0000')).toBe('a\\u202eb\\u0000');
    expect(escapeHtml('größe 模型')).toBe('größe 模型');
  });
});
