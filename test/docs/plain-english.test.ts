import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PAGES, proseOf, textOf } from '../../scripts/docs/markdown.js';
import { bannedIn } from '../../scripts/docs/plain-english.js';
import { ROOT } from '../cli/run.ts';

describe('plain English', () => {
  it.each([...PAGES, 'CHANGELOG.md'])(
    'in %s: catches a phrase that has to be read twice',
    (page) => {
      expect(bannedIn(page, proseOf(textOf(page)))).toEqual([]);
    },
  );

  it('in the comments and messages of src: catches the same there', () => {
    const found = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .flatMap((path) => bannedIn(`src/${path}`, readFileSync(join(ROOT, 'src', path), 'utf8')));
    expect(found).toEqual([]);
  });

  it('names file, line and remedy, and lets plain sentences pass', () => {
    expect(bannedIn('a.md', 'First.\nThe norm stands behind the layer.')).toEqual([
      'a.md:2: "stands": write is, or: occurs',
      'a.md:2: "behind the layer": write after',
    ]);
    expect(bannedIn('a.md', 'k stands for thousands. A standard score. We understand.')).toEqual(
      [],
    );
  });
});
