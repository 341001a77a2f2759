import { describe, expect, test } from 'vitest';
import { formatProblem } from '../../src/problem.ts';
import { rowsOfCsv } from '../../src/truth/csv-truth.ts';
import { problemsIn, truthIn } from './read-truth-text.ts';

describe('a ground truth with many problems', () => {
  const MANY = 20_000;
  const rows = (row: string): string => `${row}\n`.repeat(MANY);

  test.each([
    ['rows of another length', `id,q\n${rows('a')}`, `and ${MANY - 50} more`],
    ['cells without a number', `id,q\nb,1\n${rows('a,x')}`, `and ${MANY - 50} more`],
    ['ids that repeat', `id,q\n${rows('a,1')}`, `and ${MANY - 51} more`],
    ['numbers in a list', `[${'5,'.repeat(MANY)}5]`, 'and 950 more'],
    ['records without an id', `[${'{},'.repeat(MANY)}{}]`, 'and 950 more'],
    ['lines that are no JSON', `{}\n${rows('{')}`, 'and 950 more'],
    [
      'texts by id',
      JSON.stringify(Object.fromEntries(Array.from({ length: MANY }, (_, n) => [`c${n}`, 'x']))),
      `and ${MANY - 50} more`,
    ],
  ])('keeps the first of its %s, and counts the rest', async (_, text, last) => {
    const problems = await problemsIn(text);
    expect(problems.length).toBeLessThanOrEqual(52);
    expect(problems.at(-1)).toBe(last);
  });

  test('reads a list no further once it is hopeless: catches a walk through millions', async () => {
    expect((await problemsIn(`[${'5,'.repeat(MANY)}5]`)).at(-2)).toBe(
      'read no further after 1000 problems: correct these first',
    );
  });

  test('is refused at the cell beyond the limit, with the rest of it unread', () => {
    const text = `id,q\na,1\nb,2\n${'"'.repeat(7)}`;
    expect(rowsOfCsv('id,q\na,1\nb,2\n', 't', 6).ok).toBe(true);
    const refused = rowsOfCsv(text, 't', 5);
    expect(refused.ok ? [] : refused.reason.map(formatProblem)).toEqual([
      't: too large: expected at most 5 cells; leave out ids and columns that are not needed',
    ]);
  });

  test('of many columns is read', async () => {
    const names = Array.from({ length: 50_000 }, (_, column) => `q${column}`);
    const text = `id,${names.join(',')}\na,${names.map((_, column) => column).join(',')}\n`;
    expect(await truthIn(text, 'q49999')).toEqual({ a: 49_999 });
  });
});
