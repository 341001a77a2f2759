import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  hasContents,
  headingsOf,
  linksOf,
  PAGES,
  rowsOf,
  textOf,
  withContents,
} from '../../scripts/docs/markdown.js';
import { ROOT } from '../cli/run.ts';

/** The size that keeps the README to one page. */
const MAX_README_BYTES = 12_000;

const readme = textOf('README.md');
const pages = PAGES.filter((page) => page !== 'README.md');
const documents = [...PAGES, 'CHANGELOG.md'];

describe('the README', () => {
  it(`is below ${MAX_README_BYTES} bytes: catches details that belong into docs/`, () => {
    expect(Buffer.byteLength(readme)).toBeLessThan(MAX_README_BYTES);
  });

  it('links every page: catches one that nobody finds', () => {
    const linked = new Set(linksOf(readme).map((target) => target.split('#')[0]));
    expect(pages.filter((page) => !linked.has(page))).toEqual([]);
  });
});

describe.each(pages)('%s', (page) => {
  it('has a table of contents of its headings: catches one of another version (npm run docs)', () => {
    const text = textOf(page);
    expect(hasContents(text)).toBe(true);
    expect(text).toBe(withContents(text));
  });
});

describe.each(documents)('the links of %s', (page) => {
  it('lead somewhere: catches a moved page and a renamed heading', () => {
    const broken = linksOf(textOf(page))
      .filter((target) => !/^https?:/.test(target))
      .filter((target) => {
        const [path = '', anchor] = target.split('#');
        const file = path === '' ? page : normalize(join(dirname(page), path));
        if (!existsSync(join(ROOT, file))) return true;
        return (
          anchor !== undefined && !headingsOf(textOf(file)).some((known) => known.anchor === anchor)
        );
      });
    expect(broken).toEqual([]);
  });
});

describe('docs/dependencies.md', () => {
  const manifest = z
    .object({
      dependencies: z.record(z.string(), z.string()),
      optionalDependencies: z.record(z.string(), z.string()),
      devDependencies: z.record(z.string(), z.string()),
    })
    .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));
  const [, run = '', develop = ''] = textOf('docs/dependencies.md').split(/^## To /m);
  const listed = (text: string): string[] =>
    rowsOf(text)
      .map(([name = '']) => name)
      .filter((name) => name !== 'package');

  it('names every direct dependency and no other: catches one without a reason', () => {
    const { dependencies, optionalDependencies, devDependencies } = manifest;
    expect(listed(run).sort()).toEqual(
      Object.keys({ ...dependencies, ...optionalDependencies }).sort(),
    );
    expect(listed(develop).sort()).toEqual(Object.keys(devDependencies).sort());
  });

  it('gives the licences that the packages declare: catches a changed licence', () => {
    for (const row of rowsOf(`${run}${develop}`)) {
      const [name = ''] = row;
      const path = join(ROOT, 'node_modules', name, 'package.json');
      if (name === 'package' || !existsSync(path)) continue;
      const { license } = z
        .object({ license: z.string() })
        .parse(JSON.parse(readFileSync(path, 'utf8')));
      expect([name, row.at(-1)]).toEqual([name, license]);
    }
  });
});
