import { describe, expect, test } from 'vitest';
import { splitRecords } from '../../src/input/split-records.ts';
import { formatProblem } from '../../src/problem.ts';

function split(text: string, path = 'f.json'): { records: unknown[][]; problems: string[] } {
  const { records, problems } = splitRecords(text, path);
  return {
    records: records.map(({ value, source }) => [value, source]),
    problems: problems.map(formatProblem),
  };
}

describe('splitRecords', () => {
  test('one value is one record, called by the file', () => {
    expect(split('{"a": 1}\n')).toEqual({ records: [[{ a: 1 }, 'f.json']], problems: [] });
  });

  test('the items of an array are called by their index', () => {
    expect(split('[1, [2]]')).toEqual({
      records: [
        [1, 'f.json[0]'],
        [[2], 'f.json[1]'],
      ],
      problems: [],
    });
  });

  test.each(['f.ndjson', 'f.jsonl', 'f.NDJSON', 'f.json'])(
    'lines of %s are called by their number, blank ones counted but passed over',
    (path) => {
      expect(split('1\r\n\r\n  \n{"a":\t2}\r\n3', path)).toEqual({
        records: [
          [1, `${path}:1`],
          [{ a: 2 }, `${path}:4`],
          [3, `${path}:5`],
        ],
        problems: [],
      });
    },
  );

  test('a single line of NDJSON is a line, and an array on it is a value, not a list of records', () => {
    expect(split('[1, 2]\n', 'f.ndjson').records).toEqual([[[1, 2], 'f.ndjson:1']]);
  });

  test('every broken line is reported with its place, the others are kept', () => {
    expect(split('{}\n{"a" 1}\n{}\n[1\n', 'f.ndjson')).toEqual({
      records: [
        [{}, 'f.ndjson:1'],
        [{}, 'f.ndjson:3'],
      ],
      problems: [
        'f.ndjson:2:6: not JSON: colon expected',
        'f.ndjson:4:3: not JSON: close bracket expected',
      ],
    });
  });

  test('a broken file that does not begin with a line of its own is one problem, not one a line', () => {
    expect(split('{\n"a": 1,\n"b"\n}')).toEqual({
      records: [],
      problems: ['f.json:4:1: not JSON: colon expected'],
    });
  });

  test.each(['', ' \n\t\r\n', '[]', '[ ]\n'])(
    '%j holds nothing, which is no broken JSON',
    (text) => {
      expect(split(text)).toEqual({ records: [], problems: [] });
    },
  );
});
