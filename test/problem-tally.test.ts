import { describe, expect, test } from 'vitest';
import { ENOUGH_PROBLEMS, ProblemTally } from '../src/problem-tally.ts';
import { formatProblem } from '../src/problem.ts';

function tallyOf(count: number, sourceOf: (index: number) => string): ProblemTally {
  const tally = new ProblemTally();
  for (let index = 0; index < count; index++) {
    tally.add([{ source: sourceOf(index), path: '', message: 'm' }]);
  }
  return tally;
}

describe('ProblemTally', () => {
  test.each<[string, (index: number) => string]>([
    ['lines', (index) => `f.ndjson:${index}:1`],
    ['items of a list', (index) => `f.json[${index}]`],
    ['places in one record', () => 'f.json'],
  ])('keeps 50 of the %s of one file and counts the others', (_, sourceOf) => {
    const tally = tallyOf(100_000, sourceOf);
    expect(tally.count).toBe(100_000);
    const listed = tally.listed().map(formatProblem);
    expect(listed).toHaveLength(51);
    expect([listed[49], listed[50]]).toEqual([`${sourceOf(49)}: m`, 'and 99950 more']);
  });

  test('keeps the problems of a thousand files', () => {
    const listed = tallyOf(3000, (index) => `f${index}.json`).listed();
    expect(listed).toHaveLength(1001);
    expect(listed.at(-1)?.message).toBe('and 2000 more');
  });

  test('lists few problems as they are', () => {
    const tally = tallyOf(2, (index) => `f:${index}`);
    expect(tally.listed().map(formatProblem)).toEqual(['f:0: m', 'f:1: m']);
    expect(tally.isEnough).toBe(false);
  });

  test('has enough at a thousand', () => {
    expect(tallyOf(ENOUGH_PROBLEMS - 1, () => 'f').isEnough).toBe(false);
    expect(tallyOf(ENOUGH_PROBLEMS, () => 'f').isEnough).toBe(true);
  });
});
