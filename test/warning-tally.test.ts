import { describe, expect, test } from 'vitest';
import { formatProblem } from '../src/problem.ts';
import { WarningTally } from '../src/warning-tally.ts';

const listed = (...warnings: (readonly [string, string, string])[]): string[] => {
  const tally = new WarningTally();
  for (const [source, path, message] of warnings) tally.add([{ source, path, message }]);
  return tally.listed().map(formatProblem);
};

describe('WarningTally', () => {
  test('merges what is said of one key in many files, and keeps the order of the first of each', () => {
    const files = Array.from({ length: 200 }, (_, index) => `f${index}.yaml`);
    expect(
      listed(
        ...files.flatMap((file): [string, string, string][] => [
          [file, 'n_all_param', 'unknown key, ignored'],
          [file, 'lr', 'unknown key, ignored'],
        ]),
        ['f0.yaml', 'lr', 'another message'],
      ),
    ).toEqual([
      'f0.yaml: n_all_param: unknown key, ignored (and in 199 more files)',
      'f0.yaml: lr: unknown key, ignored (and in 199 more files)',
      'f0.yaml: lr: another message',
    ]);
  });

  test.each([
    ['a.ndjson:1', 'a.ndjson:2', 'a.ndjson:1: k: m (and 1 more time in this file)'],
    ['a.json[0]', 'a.json[7]', 'a.json[0]: k: m (and 1 more time in this file)'],
    ['a.json', 'b.json', 'a.json: k: m (and in 1 more file)'],
  ])('of %s and %s it says %s', (first, second, expected) => {
    expect(listed([first, 'k', 'm'], [second, 'k', 'm'])).toEqual([expected]);
  });

  test('takes items of one list for one key, and other keys for others', () => {
    expect(listed(['f', 'a[0].k', 'm'], ['f', 'a[12].k', 'm'], ['f', 'b[0].k', 'm'])).toEqual([
      'f: a[0].k: m (and 1 more time in this file)',
      'f: b[0].k: m',
    ]);
  });

  test('keeps a bounded number of kinds, and counts the rest: catches memory for a million', () => {
    const tally = new WarningTally();
    for (let index = 0; index < 5000; index++) {
      tally.add([{ source: 'f', path: `key${index}`, message: 'm' }]);
    }
    const all = tally.listed();
    expect(all).toHaveLength(1001);
    expect(all.at(-1)?.message).toBe('and 4000 more warnings');
  });
});
