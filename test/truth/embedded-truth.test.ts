import { describe, expect, test } from 'vitest';
import { embeddedTruth, type Truth } from '../../src/truth/truth.ts';
import { formatProblem, type Problem } from '../../src/problem.ts';
import type { Result } from '../../src/result.ts';
import { candidateOf, spec } from '../formats/specs.ts';

function valueOf(result: Result<Truth, Problem[]>): Truth {
  if (!result.ok) throw new Error(result.reason.map(formatProblem).join('\n'));
  return result.value;
}

describe('embeddedTruth', () => {
  const of = (id: string, scores: object): ReturnType<typeof candidateOf> =>
    candidateOf(spec({ id, scores }));

  test('candidates without scores, or without the one in question, have no truth', () => {
    const candidates = [of('a', { glue: 1, cola: 2 }), of('b', {}), of('c', { cola: 3 })];
    expect([...valueOf(embeddedTruth(candidates)).values]).toEqual([['a', 1]]);
    expect([...valueOf(embeddedTruth(candidates, 'cola')).values]).toEqual([
      ['a', 2],
      ['c', 3],
    ]);
  });

  test('several qualities of which none sums up the others are refused', () => {
    const result = embeddedTruth([of('a', { x: 1, y: 2 })]);
    expect(result.ok ? [] : result.reason.map(formatProblem)).toEqual([
      'the scores of the records: several qualities: choose one with --truth-column, of "x", "y"',
    ]);
  });
});
