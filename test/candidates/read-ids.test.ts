import { describe, expect, test } from 'vitest';
import { readIds } from '../../src/candidates/read-ids.ts';
import { formatProblem } from '../../src/problem.ts';
import { temporaryFile } from '../temporary-files.ts';

async function idsOf(fileOrList: string): Promise<string[]> {
  const read = await readIds(fileOrList);
  return read.ok ? [...read.value] : read.reason.map(formatProblem);
}

describe('readIds', () => {
  test.each<[string, string]>([
    ['ids.txt', 'b\n\n a/x \r\nc d\n'],
    ['header.txt', 'id\nb\na/x\nc d\n'],
    ['ids.csv', 'rank,id,score\n1,b,2.5\n2,"a/x",1\n3,c d,0\n'],
    ['ids.json', '["b", "a/x", "c d"]'],
    ['records.json', '[{"id": "b", "hidden_size": 8}, {"id": "a/x"}, {"id": "c d"}]'],
    ['ids.ndjson', '"b"\n"a/x"\n"c d"\n'],
    ['records.ndjson', '{"id": "b"}\n{"id": "a/x"}\n{"id": "c d"}\n'],
    ['ids.yaml', '- b\n- a/x\n- c d\n'],
  ])('reads %s', async (name, text) => {
    expect(await idsOf(temporaryFile(name, text))).toEqual(['b', 'a/x', 'c d']);
  });

  test('takes numbers for ids, as records do, and every id once', async () => {
    expect(await idsOf(temporaryFile('n.json', '[7, "7", {"id": 8}]'))).toEqual(['7', '8']);
    expect(await idsOf('a, b,a')).toEqual(['a', 'b']);
    expect(await idsOf('v1.5')).toEqual(['v1.5']);
  });

  test('takes a line that holds commas for one id, unless the header has a column of ids', async () => {
    expect(await idsOf(temporaryFile('ids', 'a,b\nc\n'))).toEqual(['a,b', 'c']);
  });

  test.each<[string, string, RegExp]>([
    ['nothing', '', /^--ids: ".*": empty: expected an id a line$/],
    ['a header alone', 'id\n', /empty: expected an id a line/],
    ['a CSV with an empty cell', 'id,x\n,1\n', /ids:2: "": expected a text of 1 to 200/],
    ['a CSV without the cell', 'x,id\n1\n', /ids:2: undefined: expected a text/],
    ['records without an id', '[{"key": 1}]', /ids\[0\]: an object: expected a text/],
    ['broken JSON', '["a"', /not JSON/],
    ['a control character', '"a\\u0007"', /expected a text of 1 to 200/],
  ])('refuses %s by its place', async (_, text, message) => {
    expect((await idsOf(temporaryFile('ids', text))).join('\n')).toMatch(message);
  });

  test.each(['none.csv', '/nowhere/ids.json', 'x/y.txt'])(
    'refuses %s, which is no file',
    async (name) => {
      expect(await idsOf(name)).toEqual([`--ids: "${name}": no such file`]);
    },
  );

  test('refuses an empty id in a list', async () => {
    expect(await idsOf('a,,b')).toEqual([expect.stringMatching(/^--ids: "": expected a text/)]);
  });
});
