import { describe, expect, test } from 'vitest';
import { embeddedTruth, readTruth, type Truth } from '../../src/truth/truth.ts';
import type { RepeatedIds } from '../../src/truth/truth-runs.ts';
import { formatProblem, type Problem } from '../../src/problem.ts';
import type { Result } from '../../src/result.ts';
import { candidateOf, spec } from '../formats/specs.ts';
import { temporaryFile } from '../temporary-files.ts';

function valueOf(result: Result<Truth, Problem[]>): Truth {
  if (!result.ok) throw new Error(result.reason.map(formatProblem).join('\n'));
  return result.value;
}

async function problemsIn(text: string | Uint8Array, column?: string): Promise<string[]> {
  const path = temporaryFile('t', text);
  const result = await readTruth(path, column);
  if (result.ok) throw new Error('it was not refused');
  return result.reason.map((problem) => formatProblem(problem).replace(path, 't'));
}

describe('readTruth of several runs', () => {
  type RunsOf = Record<string, readonly number[]> | null;

  async function runsIn(
    text: string,
    column?: string,
    repeated?: RepeatedIds,
    name = 't',
  ): Promise<{ means: Record<string, number>; runs: RunsOf; column: string }> {
    const truth = valueOf(await readTruth(temporaryFile(name, text), column, repeated));
    return {
      means: Object.fromEntries(truth.values),
      runs: truth.runs === null ? null : Object.fromEntries(truth.runs),
      column: truth.column,
    };
  }

  const LONG = 'id,seed,q\na,1,3\nb,1,10\na,2,1\na,3,2\n';

  test('columns with commas between them are runs: their mean, whatever their order', async () => {
    const text = 'id,s1,s2,other\na,1,2,9\nb,5,3,9\n';
    const runs = { a: [1, 2], b: [5, 3] };
    const means = { a: 1.5, b: 4 };
    expect(await runsIn(text, 's1,s2')).toEqual({ means, runs, column: 's1,s2' });
    expect(await runsIn(text, 's2, s1')).toEqual({ means, runs, column: 's2,s1' });
    expect((await runsIn(text, 's1')).runs).toBeNull();
  });

  test.each([
    ['CSV', 't', 'id,s1,s2\na,1,2\nb,,4\nc,5,6\n'],
    ['CSV with the other one missing', 't', 'id,s1,s2\na,1,2\nb,4,\nc,5,6\n'],
    ['JSON', 't', '[{"id":"a","s1":1,"s2":2},{"id":"b","s2":4},{"id":"c","s1":5,"s2":6}]'],
    ['JSON by id, null', 't', '{"a":{"s1":1,"s2":2},"b":{"s1":null,"s2":4},"c":{"s1":5,"s2":6}}'],
    [
      'scores',
      't',
      '{"id":"a","scores":{"s1":1,"s2":2}}\n{"id":"b","scores":{"s2":4}}\n{"id":"c","scores":{"s1":5,"s2":6}}',
    ],
    ['YAML', 't.yaml', 'a: {s1: 1, s2: 2}\nb: {s2: 4}\nc: {s1: 5, s2: 6}\n'],
  ])('an id may lack some of them: %s', async (_, name, text) => {
    expect(await runsIn(text, 's1,s2', 'refuse', name)).toEqual({
      means: { a: 1.5, b: 4, c: 5.5 },
      runs: { a: [1, 2], b: [4], c: [5, 6] },
      column: 's1,s2',
    });
  });

  test.each([
    ['CSV', 't', LONG],
    ['JSON', 't', '[{"id":"a","q":3},{"id":"b","q":10},{"id":"a","q":1},{"id":"a","q":2}]'],
    ['NDJSON', 't', '{"id":"a","q":3}\n{"id":"b","q":10}\n{"id":"a","q":1}\n{"id":"a","q":2}'],
    ['YAML', 't.yaml', '- {id: a, q: 3}\n- {id: b, q: 10}\n- {id: a, q: 1}\n- {id: a, q: 2}\n'],
  ])('an id in several rows has as many runs, if that is asked for: %s', async (_, name, text) => {
    expect(await runsIn(text, 'q', 'mean', name)).toEqual({
      means: { a: 2, b: 10 },
      runs: { a: [1, 2, 3], b: [10] },
      column: 'q',
    });
  });

  test('columns and rows together: all of them are runs', async () => {
    const text = 'id,s1,s2\na,1,2\na,3,\nb,4,5\n';
    expect((await runsIn(text, 's1,s2', 'mean')).runs).toEqual({ a: [1, 3, 2], b: [4, 5] });
  });

  test('nothing occurs twice: no runs, and the values as they were', async () => {
    const { means, runs } = await runsIn('id,q\na,0.1\nb,2\n', 'q', 'mean');
    expect([means, runs]).toEqual([{ a: 0.1, b: 2 }, null]);
  });

  test('the order of the rows changes nothing', async () => {
    const turned = 'id,seed,q\na,3,2\na,2,1\nb,1,10\na,1,3\n';
    expect(await runsIn(turned, 'q', 'mean')).toEqual(await runsIn(LONG, 'q', 'mean'));
  });

  test('a name that holds a comma is one column', async () => {
    const text = 'id,"q,r",q,r\na,1,2,3\n';
    expect((await runsIn(text, 'q,r')).means).toEqual({ a: 1 });
  });

  test.each([
    [
      'id,s,t\na,1,2\n',
      's,s',
      't: "s" occurs twice in --truth-column: name each column once, every one a run of the same quality',
    ],
    ['id,s,t\na,1,2\n', 's,u', 't: no quality called "u": expected "s", "t"'],
    ['id,s,t\na,1,2\n', 's,', 't: no quality called "": expected "s", "t"'],
    ['id,s,t\na,1,x\nb,1,2\n', 's,t', 't:2: t: "x" for id "a": expected a finite number'],
    ['id,s,t\na,1,1e999\n', 's,t', 't:2: t: Infinity for id "a": expected a finite number'],
    [
      'id,s,t\na,1,2\nb,,\n',
      's,t',
      't:3: s: "" for id "b": expected a finite number; leave out what was not measured',
    ],
    [
      'id,s,t\na,1,2\na,3,4\n',
      's,t',
      't:3: s: id "a" occurs twice; keep one for each id, or take the mean of its runs with --repeated mean',
    ],
  ])('%j with %s is refused', async (text, column, expected) => {
    expect(await problemsIn(text, column)).toEqual([expected]);
  });

  test('every wrong cell of a row is reported', async () => {
    expect(await problemsIn('id,s,t\na,x,y\n', 's,t')).toEqual([
      't:2: s: "x" for id "a": expected a finite number',
      't:2: t: "y" for id "a": expected a finite number',
    ]);
  });

  test('candidates carry runs of one quality too', () => {
    const candidates = [
      candidateOf(spec({ id: 'a', scores: { s1: 1, s2: 2 } })),
      candidateOf(spec({ id: 'b', scores: { s2: 3 } })),
    ];
    const { values, runs } = valueOf(embeddedTruth(candidates, 's1,s2'));
    expect([...values]).toEqual([
      ['a', 1.5],
      ['b', 3],
    ]);
    expect([...(runs ?? [])]).toEqual([
      ['a', [1, 2]],
      ['b', [3]],
    ]);
  });
});
