import { describe, expect, test } from 'vitest';
import { MAX_LINES } from '../../src/input/limits.ts';
import { linesOf, placed, splitRecords } from '../../src/input/split-records.ts';
import { formatProblem } from '../../src/problem.ts';

function split(text: string, path = 'f.json'): { records: unknown[][]; problems: string[] } {
  const { values, placeOf, problems } = splitRecords(text, path);
  return {
    records: values.map((value, index) => [value, placed(path, placeOf(index))]),
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

  test('of many broken lines the first are kept, the others counted, and the rest is not read', () => {
    const { records, problems } = split(`{\n{}\n${'{\n'.repeat(5000)}`, 'f.ndjson');
    // One valid line is among the thousand.
    expect(records).toEqual([[{}, 'f.ndjson:2']]);
    expect(problems).toHaveLength(52);
    expect(problems.slice(-3)).toEqual([
      'f.ndjson:51:2: not JSON: close brace expected',
      'read no further after 1000 problems: correct these first',
      'and 950 more',
    ]);
  });

  test('more lines than are read whole are refused', () => {
    expect(split('\n'.repeat(MAX_LINES), 'f.ndjson').problems).toEqual([
      `f.ndjson: too large: expected at most ${MAX_LINES} lines; leave out ids and columns that are not needed`,
    ]);
  });
});

describe('linesOf', () => {
  test.each(['', 'a', 'a\n', '\n\nb', 'a\r\nb'])('%j has the lines that split gives', (text) => {
    expect([...linesOf(text)]).toEqual(text.split('\n'));
  });
});
