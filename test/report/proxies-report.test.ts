import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { PROXIES } from '../../src/proxies/registry.ts';
import { proxiesReport } from '../../src/report/proxies-report.ts';
import { render } from '../../src/report/render.ts';
import { listProxies } from '../../src/workflows/list-proxies.ts';
import { valueOf } from '../workflows/outcomes.ts';

const { document } = valueOf(await listProxies({}));
const report = proxiesReport(document);
const names = [...PROXIES.keys()];

describe('proxiesReport', () => {
  test('fits a table of 80 characters, every proxy in a line of its own', async () => {
    const lines = (await render(report, 'table', false)).split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
    for (const name of names) {
      expect(lines.some((line) => line.startsWith(`${name} `))).toBe(true);
    }
  });

  test('has every property of every proxy in each form for programs', async () => {
    const csv = parse<Record<string, string>>(await render(report, 'csv', false), {
      columns: true,
    });
    const ndjson = (await render(report, 'ndjson', false)).trimEnd().split('\n');
    expect(csv.map(({ name }) => name)).toEqual(names);
    expect(ndjson).toHaveLength(names.length + 1);
    for (const [index, proxy] of [...PROXIES.values()].entries()) {
      const { name, direction, needs, paper, description } = proxy;
      expect(csv[index]).toEqual({ name, direction, needs, paper: paper ?? '', description });
      expect(JSON.parse(ndjson[index + 1] ?? '')).toEqual({
        record: 'proxy',
        name,
        direction,
        needs,
        paper,
        description,
      });
    }
  });

  test('names in Markdown where each comes from', async () => {
    const markdown = await render(report, 'markdown', false);
    for (const { name, paper } of PROXIES.values()) {
      if (paper !== null) expect(markdown).toContain(`| ${name} | ${paper} |`);
    }
  });
});
