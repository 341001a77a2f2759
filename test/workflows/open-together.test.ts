import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/workflows/workflow.ts';
import { evaluate } from '../../src/workflows/evaluate.ts';
import { explain } from '../../src/workflows/explain.ts';
import { rank } from '../../src/workflows/rank.ts';
import { score } from '../../src/workflows/score.ts';
import { tune } from '../../src/workflows/tune.ts';
import { problemsOf } from './outcomes.ts';

const GOOD = 'fixtures/bert-family/bert-tiny.json';
const BROKEN = 'fixtures/broken/hidden-size-zero.json';
const WRONG = 'fixtures/broken/kernel-even.json';

/** Requests with several files that are not there, by all of their names. */
const CASES: readonly [string, () => Promise<Outcome<unknown>>, readonly string[]][] = [
  [
    'rank',
    () => rank({ inputs: ['nope', GOOD, 'nix'], truth: 'nope.csv', settings: 'nope.json' }),
    ['nope: ', 'nix: ', 'nope.json: ', 'nope.csv: '],
  ],
  [
    'rank with wrong options',
    () => rank({ inputs: ['nope'], alpha: 1, formula: '1', constraint: ['a', 'params < 1 < 2'] }),
    ['nope: ', '--alpha and --formula', '--constraint: "a"', '--constraint: "params < 1 < 2"'],
  ],
  [
    'rank with a proxy',
    () => rank({ inputs: ['nope'], proxy: 'nichts', truth: 'nope.csv' }),
    ['nope: ', '--proxy "nichts"', 'nope.csv: '],
  ],
  [
    'evaluate',
    () =>
      evaluate({ inputs: ['nope'], truth: 'nope.csv', tokens: 'no.ndjson', settings: 's.json' }),
    ['nope: ', 's.json: ', 'no.ndjson: ', 'nope.csv: '],
  ],
  [
    'tune',
    () => tune({ inputs: ['nope', 'nix'], truth: 'nope.csv', capacity: 'nix(rows)' }),
    ['nope: ', 'nix: ', '--capacity "nix(rows)"', 'nope.csv: '],
  ],
  ['score', () => score({ input: 'nope', settings: 's.json' }), ['nope: ', 's.json: ']],
  [
    'explain',
    () => explain({ inputs: ['nope', 'nix'], choices: 'c.json', settings: 's.json' }),
    ['nope: ', 'nix: ', 's.json: ', 'c.json: '],
  ],
  [
    'explain of broken files',
    () => explain({ inputs: [BROKEN, WRONG], choices: 'c.json', settings: 's.json', id: ['a'] }),
    ['s.json: ', 'c.json: ', '--id: '],
  ],
  [
    'explain of broken files without ids',
    () => explain({ inputs: [BROKEN, WRONG], choices: 'c.json', settings: 's.json' }),
    ['s.json: ', 'c.json: ', `${BROKEN}: `, `${WRONG}: `],
  ],
  ['explain of files alone', () => explain({ inputs: ['nope', 'nix'] }), ['nope: ', 'nix: ']],
  [
    'explain of one file',
    () => explain({ inputs: ['nope'], id: ['a', 'b'], settings: 's.json' }),
    ['nope: ', 's.json: '],
  ],
];

describe('all that is wrong with a request', () => {
  it.each(CASES)(
    '%s names at once, each once: catches the last that hides the first',
    async (_, run, names) => {
      const lines = problemsOf(await run()).split('\n');
      expect(lines.map((line) => names.findIndex((name) => line.startsWith(name)))).toEqual([
        ...names.keys(),
      ]);
    },
  );

  it('is nothing but that where the inputs are there: catches a problem that is made up', async () => {
    expect(problemsOf(await rank({ inputs: [GOOD], truth: 'nope.csv' }))).toMatch(
      /^nope\.csv: .*$/,
    );
  });
});
