import { describe, expect, it } from 'vitest';
import { differencesOf, numbersIn } from '../../scripts/compare-tables.js';

describe('numbersIn(cell)', () => {
  it.each([
    ['0.643', [0.643]],
    ['0.612 to 0.672', [0.612, 0.672]],
    ['-0.151 to -0.049', [-0.151, -0.049]],
    ['+0.158 (0.124 to 0.195), better', [0.158, 0.124, 0.195]],
    ['-0.001 (-0.002 to 0.001), not shown', [-0.001, -0.002, 0.001]],
    ['0.446 (26,255)', [0.446, 26_255]],
    ['0.446 (26255)', [0.446, 26_255]],
    ['0.454 / 0.652', [0.454, 0.652]],
    ['1.3e-7', [1.3e-7]],
    ['6.1e+30', [6.1e30]],
    ['-', []],
    ['baseline', []],
    ['unknown', []],
    ['depth-width 0.801', [0.801]],
    ['gpt2-wt103', []],
    ['`--alpha 0.4 --seed 0`', [0.4, 0]],
    ['0.5, 0.25, 1', [0.5, 0.25, 1]],
    ['', []],
  ])('of "%s" are %j: catches a sign, a group or a word misread', (cell, numbers) => {
    expect(numbersIn(cell)).toEqual(numbers);
  });
});

const TABLE = [
  '| proxy | tau-b | 95 % | tied | regret |',
  '|---|---:|---|---:|---:|',
  '| snip | 0.268 | 0.214 to 0.322 | 36 | 1.5 |',
  '| 95-percent | -0.100 | -0.200 to 0.010 | 1,000 | 2 |',
  '| naswot | - | unknown | 500 | 0 |',
].join('\n');

const compare = (from: string, to: string, pass: readonly string[] = []): string[] =>
  differencesOf(TABLE, TABLE.replace(from, to), { tolerance: 0.02, pass });

describe('differencesOf(expected, found, options)', () => {
  it('has none where all is the same, whatever stands around the tables', () => {
    expect(differencesOf(`before\n\n${TABLE}\n`, `${TABLE}\n\nafter`, { tolerance: 0 })).toEqual(
      [],
    );
  });

  it('passes numbers that are near, and counts by their ratio', () => {
    expect(compare('0.268', '0.287')).toEqual([]);
    expect(compare('-0.200 to 0.010', '-0.185 to -0.005')).toEqual([]);
    expect(compare('1,000', '985')).toEqual([]);
  });

  it.each([
    ['0.268', '0.289', 'snip, tau-b: 0.268 and 0.289'],
    ['-0.100', '0.100', '95-percent, tau-b: -0.100 and 0.100'],
    ['0.322', '0.300', 'snip, 95 %: 0.214 to 0.322 and 0.214 to 0.300'],
    ['1,000', '900', '95-percent, tied: 1,000 and 900'],
    ['| 36 |', '| 38 |', 'snip, tied: 36 and 38'],
    ['| - |', '| 0.000 |', 'naswot, tau-b: - and 0.000'],
    ['unknown', '0.1 to 0.2', 'naswot, 95 %: unknown and 0.1 to 0.2'],
    ['1.5', '1.6', 'snip, regret: 1.5 and 1.6'],
  ])('names %s that became %s: catches a number that is not looked at', (from, to, line) => {
    expect(compare(from, to)).toEqual([line]);
  });

  it('passes over the columns that are named alone', () => {
    expect(compare('1.5', '9.5', ['regret'])).toEqual([]);
    expect(compare('0.268', '0.5', ['regret'])).toHaveLength(1);
  });

  it('names another proxy, header, row or table: catches tables of two things', () => {
    expect(compare('| snip', '| grasp')).toHaveLength(1);
    expect(compare('tau-b', 'tau-a')).toHaveLength(1);
    expect(compare(' | 36 | 1.5 |', ' | 36 |')).toHaveLength(1);
    expect(compare('\n| naswot | - | unknown | 500 | 0 |', '')).toEqual(['4 rows and 3']);
    expect(differencesOf(TABLE, `${TABLE}\n\n${TABLE}`, { tolerance: 0 })).toEqual([
      '1 tables and 2',
    ]);
  });
});
