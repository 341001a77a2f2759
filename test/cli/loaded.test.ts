import { describe, expect, it } from 'vitest';
import { loadedBy } from './loaded.ts';

const TINY = 'fixtures/bert-family/bert-tiny.json';

/** Packages that are for one form of input, output or work, and slow the start. */
const SPECIAL = ['csv-parse', 'csv-stringify', 'yaml'];

/** Those of them that a run loads. */
function specialOf(...args: string[]): string[] {
  return loadedBy(args).packages.filter((name) => SPECIAL.includes(name));
}

describe('a run loads what it uses:', () => {
  it.each(['--version', '-V'])('%s nothing beyond the starter', (option) => {
    expect(loadedBy([option])).toEqual({ files: ['bin/zerolm'], packages: [] });
  });

  it('a score the few files that the command line is bundled into', () => {
    const { files, packages } = loadedBy(['score', TINY]);
    expect(files.filter((file) => !file.startsWith('dist/command-line/'))).toEqual(['bin/zerolm']);
    expect(files.length).toBeLessThan(20);
    // What it can't do without, which shows that the packages are found inside the bundle.
    expect(packages).toEqual(expect.arrayContaining(['commander', 'zod']));
  });

  it('a form of the output the package that writes it', () => {
    expect(specialOf('score', TINY, '--format', 'csv')).toEqual(['csv-stringify']);
    for (const format of ['table', 'json', 'ndjson', 'markdown']) {
      expect(specialOf('score', TINY, '--format', format)).toEqual([]);
      expect(specialOf('inspect', TINY, '--format', format)).toEqual([]);
    }
  });

  it('a YAML file its parser', () => {
    const spec = 'fixtures/transformer-xl.yaml';
    expect(specialOf('score', spec, '--format', 'json')).toEqual(['yaml']);
  });

  it('a formula no package', () => {
    const args = ['score', TINY, '--format', 'json'];
    const { packages } = loadedBy(args);
    expect(loadedBy([...args, '--formula', 'attention + 1']).packages).toEqual(packages);
  });

  it('a list of records no compiler of checks', () => {
    expect(loadedBy(['rank', 'fixtures/bert-family', '--format', 'json']).packages).not.toContain(
      'ajv',
    );
  });
});
