import { mapInSteps, type Steps } from '../../event-loop-break.ts';
import { drawFigure } from './draw-figure.ts';
import { escapeHtml } from './escape-html.ts';
import type { Figure } from './figure.ts';
import { markPath } from './mark-shapes.ts';
import { pageTable } from './page-table.ts';
import type { ReportPage } from './report-page.ts';
import { settingsList } from './settings-list.ts';
import { STYLE } from './style.ts';

/** A page as the text of one HTML file. */
export function* pageHtml(page: ReportPage): Steps<string> {
  const { title, inputs, lead, warnings, figures, sheets, document } = page;
  const drawn = (yield* mapInSteps(figures, (data) => drawFigure(data) ?? [])).flat();
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    // Whatever an id or a file is called, the page loads nothing and runs nothing.
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    // Else a browser asks for one.
    '<link rel="icon" href="data:,">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>\n${STYLE}\n</style>`,
    '</head>',
    '<body>',
    '<header>',
    `<h1>${escapeHtml(title)}</h1>`,
    `<p class="inputs">${escapeHtml(inputs.join(', '))}</p>`,
    ...lead.map((line) => `<p class="lead">${escapeHtml(line)}</p>`),
    ...warnings.map((line) => `<p class="warning">Warning: ${escapeHtml(line)}</p>`),
    '</header>',
    '<main>',
    ...(drawn.length === 0 ? [] : ['<div class="figures">', ...drawn.map(figureHtml), '</div>']),
    ...(yield* mapInSteps(sheets, pageTable)),
    '</main>',
    '<footer>',
    '<h2>Settings and versions</h2>',
    settingsList(document),
    '</footer>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function figureHtml({ title, caption, legend, svg }: Figure): string {
  const entries = legend.map(
    ({ mark, color, text }) =>
      `<li><svg class="key ${color}" viewBox="-8 -8 16 16" aria-hidden="true">${markPath(mark)}</svg>${escapeHtml(text)}</li>`,
  );
  return [
    '<figure>',
    `<h2>${escapeHtml(title)}</h2>`,
    ...(entries.length === 0 ? [] : [`<ul class="legend">${entries.join('')}</ul>`]),
    `<div class="drawing" role="img" aria-label="${escapeHtml(`${title}. ${caption}`)}">`,
    svg,
    '</div>',
    `<figcaption>${escapeHtml(caption)}</figcaption>`,
    '</figure>',
  ].join('\n');
}
