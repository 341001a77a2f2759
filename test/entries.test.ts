import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeBlocks, rowsOf, textOf } from '../scripts/docs/markdown.js';
import { ROOT } from './cli/run.ts';
import { ENTRIES, namesOf } from './entries.ts';

const SRC = join(ROOT, 'src');

/** About a page of names. */
const MAX_NAMES = 120;

/** The names in the tables of a section of the page of the library. */
function documented(heading: string): string[] {
  const [, section = ''] = textOf('docs/library.md').split(`\n## ${heading}\n`);
  const [own = ''] = section.split('\n## ');
  return rowsOf(own).flatMap(([, names = '']) =>
    [...names.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
  );
}

describe('the public interface', () => {
  it(`has at most ${MAX_NAMES} names: catches one that grows without a decision`, () => {
    const names = namesOf('index.ts');
    expect(names.length).toBeLessThanOrEqual(MAX_NAMES);
    expect(names.length).toBeGreaterThan(80);
  });

  it('has an entry for each file of src/entries, and no more than seven: catches one that no path leads to', () => {
    const files = readdirSync(join(SRC, 'entries')).map((name) => `entries/${name}`);
    expect([...ENTRIES.values()].sort()).toEqual([...files, 'index.ts'].sort());
    expect(files.length).toBeLessThanOrEqual(7);
  });

  it('has each name in one entry: catches a name that is documented twice', () => {
    const names = [...ENTRIES.values()].flatMap(namesOf);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});

describe.each([...ENTRIES])('%s', (entry, file) => {
  it('lists its names by hand: catches an export that hides what it exports', () => {
    const text = readFileSync(join(SRC, file), 'utf8');
    const statements = text.replace(/\/\*\*[^]*?\*\/|^\/\/.*$/gm, '').trim();
    expect(statements).toMatch(/^(export (type )?\{[^}]*\} from '[^']*';\s*)+$/);
  });

  it('is documented in docs/library.md: catches a name that nobody explains, and one that is gone', () => {
    const heading = entry === 'zerolm' ? 'All names' : `\`${entry}\``;
    expect(documented(heading).sort()).toEqual(namesOf(file).sort());
  });

  it('is imported by an example: catches an entry that no program has tried', () => {
    const programs = codeBlocks(textOf('docs/library.md')).filter(
      ({ language }) => language === 'js',
    );
    expect(programs.some(({ body }) => body.includes(`from '${entry}'`))).toBe(true);
  });
});
