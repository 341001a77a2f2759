import { describe, expect, test } from 'vitest';
import { formatProblem } from '../../src/problem.ts';
import { readTruth } from '../../src/truth/truth.ts';
import { temporaryFile } from '../temporary-files.ts';

describe('readTruth', () => {
  const LARGE = `1${'0'.repeat(300)}`;
  const RANGE = 'expected a number from -1e+100 to 1e+100';

  test.each([
    [
      '[{"id": "a", "scores": {"__proto__": 1, "q": 2}}]',
      't[0]: scores.__proto__: expected another name for a quality; rename it',
    ],
    [`[{"id": "a", "scores": {"q": ${LARGE}}}]`, `t[0]: scores.q: 1e+300: ${RANGE}`],
    [`{"a": -${LARGE}}`, `t: a: -1e+300 for id "a": ${RANGE}`],
    [`id,q\na,${LARGE}\n`, `t:2: q: 1e+300 for id "a": ${RANGE}`],
  ])('refuses %s: catches a quality that is lost or that overflows', async (text, message) => {
    const path = temporaryFile('t', text);
    const read = await readTruth(path);
    expect(
      read.ok ? [] : read.reason.map((problem) => formatProblem(problem).replace(path, 't')),
    ).toEqual([message]);
  });
});
