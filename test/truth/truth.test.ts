import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCandidates } from '../../src/candidates/read-candidates.ts';
import { readTruth, type Truth } from '../../src/truth/truth.ts';
import { formatProblem, type Problem } from '../../src/problem.ts';
import type { Result } from '../../src/result.ts';
import { BENCHMARKS, describeWithBenchmarks } from '../benchmarks.ts';
import { FIXTURES } from '../fixtures.ts';
import { temporaryFile } from '../temporary-files.ts';
import { problemsIn, truthIn, valueOf } from './read-truth-text.ts';

describe('readTruth of CSV', () => {
  const plain = { a: 1.5, 'b c': -2000 };

  test.each([
    ['a header and rows', 'id,q\na,1.5\nb c,-2e3\n'],
    ['no newline at the end', 'id,q\na,1.5\nb c,-2000'],
    ['a byte order mark', '\ufeffid,q\na,1.5\nb c,-2000\n'],
    ['lines ended as on Windows', 'id,q\r\na,1.5\r\nb c,-2000\r\n'],
    ['blank lines and spaces around cells', 'id , q\n\n a, 1.5\nb c,\t-2000 \n\n'],
    ['quotes', '"id","q"\n"a","1.5"\n"b c",-2000\n'],
    ['the ids in another column', 'q,Model\n1.5,a\n-2000,b c\n'],
    ['an id column of no known name', 'candidate,q\na,+1.5\nb c,-2000.\n'],
    ['columns of texts beside it', 'id,family,q\na,bert,1.5\nb c,gpt,-2000\n'],
  ])('%s', async (_, text) => {
    expect(await truthIn(text)).toEqual(plain);
  });

  test('a quoted cell may hold commas, quotes and the name of anything', async () => {
    expect(await truthIn('id,q\n"a,b",1\n"a""b",2\n__proto__x,3\nconstructor,4\n')).toEqual({
      'a,b': 1,
      'a"b': 2,
      __proto__x: 3,
      constructor: 4,
    });
  });

  test('the one called GLUE sums up the others; any other is read if it is asked for', async () => {
    const text = 'ID,GLUE Score,7\n0,70,1\n1,80,2\n';
    expect(await truthIn(text)).toEqual({ 0: 70, 1: 80 });
    expect(await truthIn(text, '7')).toEqual({ 0: 1, 1: 2 });
  });

  test.each([
    ['', 't: empty: expected measured qualities by id'],
    [' \n', 't: empty: expected measured qualities by id'],
    ['id,q\n', 't: no rows: expected one for each id below the header'],
    [
      'q\n1\n',
      't: "q": expected a header with a column of ids and one of qualities, separated by commas',
    ],
    ['id;q\na;1,5\n', 't: "id;q": expected columns separated by commas'],
    ['id\tq\na\t1\n', 't: "id\\tq": expected columns separated by commas'],
    [
      'a,1.5\nb,2\n',
      't: no header: the first line holds the number 1.5; expected names of columns, as id,accuracy',
    ],
    ['id,q,q\na,1,2\n', 't: two columns are called "q": expected a name of its own for each'],
    [
      'id,q\na,1,5\n',
      't:2: 3 cells: expected 2, as in the header; a text with a comma in it needs quotes',
    ],
    ['id,q\na,n/a\n', 't:2: q: "n/a" for id "a": expected a finite number'],
    ['id,q\na,NaN\n', 't:2: q: "NaN" for id "a": expected a finite number'],
    ['id,q\na,1e999\n', 't:2: q: Infinity for id "a": expected a finite number'],
    ['id,q\na,0x10\n', 't:2: q: "0x10" for id "a": expected a finite number'],
    [
      'id,q\na,\n',
      't:2: q: "" for id "a": expected a finite number; leave out what was not measured',
    ],
    [
      'id,q\na,1\nb,2\na,1\n',
      't:4: q: id "a" occurs twice; keep one for each id, or take the mean of its runs with --repeated mean',
    ],
    [
      'id,q\n,1\n',
      't:2: id "": expected a text of 1 to 200 characters, without control characters or spaces around it',
    ],
    ['id,q,r\na,1,2\n', 't: several qualities: choose one with --truth-column, of "q", "r"'],
    [
      'id,"q\na,1\n',
      't: not CSV: Quote Not Closed: the parsing is finished with an opening quote at line 2',
    ],
  ])('%j is refused', async (text, expected) => {
    expect(await problemsIn(text)).toEqual([expected]);
  });

  test('every wrong row is reported', async () => {
    expect(await problemsIn('id,q\na,x\n\nb,1\nc,y\n')).toEqual([
      't:2: q: "x" for id "a": expected a finite number',
      't:5: q: "y" for id "c": expected a finite number',
    ]);
  });

  test('a column that there is not is refused with those there are', async () => {
    expect(await problemsIn('id,mnli\na,1\n', 'mlni')).toEqual([
      't: no quality called "mlni": expected "mnli"',
    ]);
  });
});

describe('readTruth of JSON', () => {
  test.each([
    ['numbers by id', '{"a": 1.5, "b": 2}'],
    ['objects by id', '{"a": {"q": 1.5}, "b": {"q": 2, "note": "x"}}'],
    ['an array of records', '[{"id": "a", "q": 1.5}, {"id": "b", "q": 2, "note": [1]}]'],
    ['a record a line', '{"id": "a", "q": 1.5}\r\n\r\n{"id": "b", "q": 2}\r\n'],
    ['records with scores', '[{"id":"a","n":3,"scores":{"q":1.5}},{"id":"b","scores":{"q":2}}]'],
  ])('%s', async (_, text) => {
    expect(await truthIn(text)).toEqual({ a: 1.5, b: 2 });
  });

  test('one record, and ids that are numbers', async () => {
    expect(await truthIn('{"id": 7, "q": 1}')).toEqual({ 7: 1 });
  });

  test('a record without the quality gives its id none', async () => {
    expect(await truthIn('[{"id": "a", "q": 1}, {"id": "b"}, {"id": "c", "q": 3}]')).toEqual({
      a: 1,
      c: 3,
    });
  });

  test('an id called __proto__ is an id like others', async () => {
    const { values } = valueOf(await readTruth(temporaryFile('t', '{"__proto__": 1, "a": 2}')));
    expect([...values]).toEqual([
      ['__proto__', 1],
      ['a', 2],
    ]);
  });

  test.each([
    ['[]', ['t: empty: expected measured qualities by id']],
    ['{}', ['t: empty: expected measured qualities by id']],
    ['[{"id": "a"}]', ['t: empty: expected measured qualities by id']],
    ['{"a": 1,\n "b" 2}', ['t:2:6: not JSON: colon expected']],
    [
      '{"a": 1, "b": "2", "c d": null}',
      [
        't: b: "2" for id "b": expected a finite number',
        't: ["c d"]: null for id "c d": expected a finite number; leave out what was not measured',
      ],
    ],
    [
      '{"a": {"q": 1}, "b": {"q": []}}',
      ['t: b.q: a list of 0 for id "b": expected a finite number'],
    ],
    ['{"a": 1e999}', ['t: a: Infinity for id "a": expected a finite number']],
    [
      '[{"id": "a", "q": 1}, 5, {"q": 2}]',
      [
        't[1]: 5: expected a record with an "id" and a quality',
        't[2]: id: missing: expected a text of 1 to 200 characters, without control characters or spaces around it, or a whole number',
      ],
    ],
    [
      '[{"id": "a", "q": 1}, {"id": "a", "q": 1}]',
      [
        't[1]: q: id "a" occurs twice; keep one for each id, or take the mean of its runs with --repeated mean',
      ],
    ],
    [
      '[{"id": 1, "q": 1}, {"id": "1", "q": 1}]',
      [
        't[1]: q: id "1" occurs twice; keep one for each id, or take the mean of its runs with --repeated mean',
      ],
    ],
    ['[{"id": "a", "scores": {"q": "x"}}]', ['t[0]: scores.q: "x": expected a finite number']],
    [
      '{"id": "a", "q\\t": 1}',
      [
        't: quality "q\\t": expected a text of 1 to 200 characters, without control characters or spaces around it',
      ],
    ],
    [
      '{"glue": {"a": 1, "b": 2}, "mnli": {"a": 3, "b": 4}}',
      ['t: several qualities: choose one with --truth-column, of "a", "b"'],
    ],
  ])('%s is refused', async (text, expected) => {
    expect(await problemsIn(text)).toEqual(expected);
  });
});

describe('readTruth of YAML', () => {
  async function truthOf(text: string, column?: string): Promise<Result<Truth, Problem[]>> {
    return readTruth(temporaryFile('t.yaml', text), column);
  }

  test('objects by id, as a LiteTransformerSearch summary has them: the validation perplexity', async () => {
    const text = 'config_0_j0:\n  test_ppl: 3.5\n  valid_ppl: 3.25\nconfig_0_j1:\n  valid_ppl: 2\n';
    const { column, values } = valueOf(await truthOf(text));
    expect([column, ...values]).toEqual(['valid_ppl', ['config_0_j0', 3.25], ['config_0_j1', 2]]);
    expect([...valueOf(await truthOf(text, 'test_ppl')).values]).toEqual([['config_0_j0', 3.5]]);
  });

  test('numbers by id, and a list of records', async () => {
    expect([...valueOf(await truthOf('a: 1.5\n7: 2\n')).values]).toEqual([
      // JavaScript puts keys that are numbers first.
      ['7', 2],
      ['a', 1.5],
    ]);
    expect([...valueOf(await truthOf('- {id: a, q: 1}\n- {id: b, q: 2}\n')).values]).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
  });

  test.each([
    ['a: .nan\n', 't.yaml: a: NaN for id "a": expected a finite number'],
    ['a: {q: x}\n', 't.yaml: a.q: "x" for id "a": expected a finite number'],
    ['a: 1\na: 2\n', 't.yaml:2:1: not YAML: a key occurs twice in one map; keep one'],
    ['just text\n', 't.yaml: "just text": expected a record with an "id" and a quality'],
    ['# nothing\n', 't.yaml: null: expected a record with an "id" and a quality'],
  ])('%j is refused', async (text, expected) => {
    const result = await truthOf(text);
    const messages = result.ok ? [] : result.reason.map(formatProblem);
    expect(messages.map((message) => message.replace(/^.*?(?=t\.yaml)/, ''))).toEqual([expected]);
  });
});

describe('readTruth', () => {
  test('a missing file and one that is no text are refused', async () => {
    const missing = await readTruth('/nowhere.csv');
    expect(missing.ok ? [] : missing.reason.map(formatProblem)).toEqual([
      '/nowhere.csv: no such file or directory',
    ]);
    expect(await problemsIn(Uint8Array.of(0xff, 0xfe, 0x41))).toEqual([
      't: not UTF-8 text; save it in that encoding',
    ]);
  });

  test('random bytes give finite numbers or a problem, and nothing is thrown', async () => {
    const pieces = Array.from('id,q"\n\r;01.e-{}[]: ');
    const contents = fc.oneof(
      fc.uint8Array({ maxLength: 100 }),
      fc
        .oneof(fc.string({ unit: fc.constantFrom(...pieces), maxLength: 60 }), fc.json())
        .map((text) => new TextEncoder().encode(text)),
    );
    await fc.assert(
      fc.asyncProperty(contents, async (content) => {
        const result = await readTruth(temporaryFile('t', content));
        if (result.ok) {
          expect(result.value.values.size).toBeGreaterThan(0);
          for (const value of result.value.values.values())
            expect(Number.isFinite(value)).toBe(true);
        } else {
          expect(result.reason.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("the fixture's accuracies match the family's candidates one to one", async () => {
    const truth = valueOf(await readTruth(join(FIXTURES, 'bert-family-mnli.csv')));
    const { candidates } = await readCandidates([join(FIXTURES, 'bert-family')]);
    expect(truth.column).toBe('mnli_matched');
    expect([...truth.values.keys()].sort()).toEqual(candidates.map(({ id }) => id).sort());
    expect(truth.values.get('bert-medium')).toBe(80);
  });
});

describeWithBenchmarks('readTruth of the benchmarks', () => {
  test('the FlexiBERT file is its own truth, and its table of results agrees', async () => {
    const folder = join(BENCHMARKS, 'flexibert');
    const json = valueOf(await readTruth(join(folder, 'BERT_benchmark.json')));
    const csv = valueOf(await readTruth(join(folder, 'BERT_results_activation.csv')));
    expect([json.column, csv.column]).toEqual(['glue', 'GLUE Score']);
    expect(json.values.size).toBe(500);
    expect([...csv.values]).toEqual([...json.values]);
  });

  test('the lines of hw-gpt-s hold two qualities: perplexity unless the other is asked for', async () => {
    const path = join(BENCHMARKS, 'hw-gpt-s', 'hw-gpt-s.ndjson');
    const truth = valueOf(await readTruth(path));
    expect([truth.column, truth.values.size]).toEqual(['perplexity', 10_000]);
    expect(valueOf(await readTruth(path, 'accuracy')).column).toBe('accuracy');
  });
});
