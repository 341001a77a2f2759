import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findSpecFiles } from '../../src/formats/find-spec-files.ts';
import { formatProblem } from '../../src/problem.ts';
import { temporaryFiles } from './temporary-files.ts';

describe('findSpecFiles', () => {
  test('a folder is searched to the bottom, in an order that does not depend on the disk', async () => {
    const folder = temporaryFiles({
      'b.json': '',
      'a.ndjson': '',
      'c.JSONL': '',
      'sub/deep/d.v2.json': '',
      'B.json': '',
    });
    const { files, problems, warnings } = await findSpecFiles(folder);
    expect(files.map(({ path, defaultId }) => [relative(folder, path), defaultId])).toEqual([
      ['B.json', 'B'],
      ['a.ndjson', 'a'],
      ['b.json', 'b'],
      ['c.JSONL', 'c'],
      [join('sub', 'deep', 'd.v2.json'), 'sub/deep/d.v2'],
    ]);
    expect([problems, warnings]).toEqual([[], []]);
  });

  test('what is passed over in a folder is named', async () => {
    const folder = temporaryFiles({ 'a.json': '', 'truth.csv': '', '.json': '' });
    const { files, warnings } = await findSpecFiles(folder);
    expect(files).toHaveLength(1);
    expect(warnings.map(formatProblem)).toEqual([
      `${folder}/.json: ignored: not a .json, .ndjson or .jsonl file`,
      `${folder}/truth.csv: ignored: not a .json, .ndjson or .jsonl file`,
    ]);
  });

  test('a folder with nothing to read in it, empty or not, is refused', async () => {
    const folder = temporaryFiles({ 'notes/readme.md': '' });
    mkdirSync(join(folder, 'empty'));
    for (const path of [folder, join(folder, 'empty')]) {
      const { files, problems } = await findSpecFiles(path);
      expect(files).toEqual([]);
      expect(problems.map(formatProblem)).toEqual([
        `${path}: empty: expected .json, .ndjson or .jsonl files in the directory`,
      ]);
    }
  });

  test('a file that is named is read whatever its ending', async () => {
    const folder = temporaryFiles({ 'spec.txt': '', noending: '' });
    expect((await findSpecFiles(`${folder}/spec.txt`)).files).toEqual([
      { path: `${folder}/spec.txt`, defaultId: 'spec' },
    ]);
    expect((await findSpecFiles(`${folder}/noending`)).files).toMatchObject([
      { defaultId: 'noending' },
    ]);
  });

  test('a missing path is refused by name, and so is one without a name', async () => {
    const missing = await findSpecFiles('/nowhere/at/all');
    expect(missing.problems.map(formatProblem)).toEqual([
      '/nowhere/at/all: no such file or directory',
    ]);
    const unnamed = await findSpecFiles('');
    expect(unnamed.problems.map(formatProblem)).toEqual(['"": no such file or directory']);
  });
});
