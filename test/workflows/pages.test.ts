import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AlphaData, ReportPage } from '../../src/report/page/report-page.ts';
import { renderPage } from '../../src/report/render-page.ts';
import { evaluate } from '../../src/workflows/evaluate.ts';
import { rank } from '../../src/workflows/rank.ts';
import { tune } from '../../src/workflows/tune.ts';
import type { Outcome } from '../../src/workflows/workflow.ts';
import { measuredTwice, ratedRecords } from '../cli/rated-records.ts';
import { valueOf } from './outcomes.ts';

const RATED = { inputs: ['fixtures/bert-family'], truth: 'fixtures/bert-family-mnli.csv' };
const records = ratedRecords(40);

let folder = '';
let inputs: string[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-pages-'));
  inputs = [file('rated.json', JSON.stringify(records))];
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Writes a file of the test's folder and gives its path. */
function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function pageOf(outcome: Outcome<{ readonly page?: ReportPage }>): ReportPage {
  const { page } = valueOf(outcome);
  if (page === undefined) throw new Error('no page');
  return page;
}

const textOf = (outcome: Outcome<{ readonly page?: ReportPage }>): Promise<string> =>
  renderPage(pageOf(outcome));

/** The headings of a page, in their order. */
const titlesOf = (page: string): string[] =>
  [...page.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, title = '']) => title);

describe('the page of rank', () => {
  it('shows all candidates where the best are listed: catches figures of the best alone', async () => {
    const page = await textOf(await rank({ ...RATED, top: 2, page: true }));
    expect(page).toContain('6 candidates; mnli_matched');
    expect(page).toContain('6 of 6 candidates on the front');
    expect(page).toContain('The best 2 of 6 candidates');
  });

  it('has no agreement without a truth: catches empty axes', async () => {
    const page = await textOf(await rank({ inputs: RATED.inputs, page: true }));
    expect(page).not.toContain('Rank differences');
    expect(page).not.toContain('Sensitivity of alpha');
    expect(page).toContain('6 of 6 candidates on the front');
  });
});

describe('the alphas of a page', () => {
  const alphasOf = (outcome: Outcome<{ readonly page?: ReportPage }>): AlphaData | undefined =>
    pageOf(outcome).figures.find((figure) => figure.kind === 'alpha');

  it.each([{ higherIsBetter: true }, { lowerIsBetter: true }])(
    'are those of the tuning with %j: catches another sign of the truth',
    async (direction) => {
      const request = { inputs, page: true, ...direction };
      const ranked = alphasOf(await rank(request));
      expect(ranked).toMatchObject({ chosen: null, used: 0.7 });
      expect(alphasOf(await evaluate({ ...request, resamples: 100 }))).toEqual(ranked);
      expect(alphasOf(await tune(request))?.items).toEqual(ranked?.items);
    },
  );

  it('are there only where the score has one: catches a curve of another score', async () => {
    const request = { inputs, page: true };
    expect(alphasOf(await evaluate({ ...request, proxy: 'nsc', resamples: 100 }))).toBeUndefined();
    expect(alphasOf(await rank({ ...request, formula: 'attention' }))).toBeUndefined();
    expect(alphasOf(await rank({ ...request, alpha: 0.3 }))?.used).toBe(0.3);
  });
});

describe('the page of evaluate', () => {
  it('shows all candidates, and in the agreement those with a truth: catches a sample', async () => {
    const rows = records.slice(0, 25).map(({ id, scores }) => `${id},${scores.q}`);
    const truth = file('some.csv', ['id,q', ...rows, ''].join('\n'));
    const text = await textOf(await evaluate({ inputs, truth, resamples: 100, page: true }));
    expect(text).toContain('25 candidates; q: higher is better.');
    expect(text).toContain('of 40 candidates on the front');
    expect(text).toContain('The best 30 of 40 candidates by zerolm');
  });

  it('has the noise ceiling where architectures were measured twice: catches a lost line', async () => {
    const twice = [file('twice.json', JSON.stringify(measuredTwice(records)))];
    const text = await textOf(await evaluate({ inputs: twice, resamples: 100, page: true }));
    expect(text).toContain('</svg>noise ceiling</li>');
    expect(titlesOf(text)).toContain('Noise ceiling');
  });
});

describe('the page of tune', () => {
  it('names three coefficients, and warns as the outcome: catches a lost warning', async () => {
    const optimized = await textOf(await tune({ inputs, strategy: 'optimize', page: true }));
    expect(optimized).toContain('Chosen were three coefficients, which have no place on this axis');
    expect(await textOf(await tune({ inputs, samples: 4, page: true }))).toContain(
      '<p class="warning">Warning: The balance is chosen by 4 labels: below 10',
    );
  });

  it('has no agreement where there are no labels: catches empty axes', async () => {
    const flexibert = ['fixtures/flexibert-candidates'];
    const request = { inputs: flexibert, strategy: 'label-free', page: true } as const;
    const page = await textOf(await tune(request));
    expect(titlesOf(page).slice(0, 2)).toEqual([
      'score against parameters',
      'Capacity per sub-module',
    ]);
    expect(page).toContain('<td>no labels</td>');
  });
});
