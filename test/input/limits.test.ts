import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as limits from '../../src/input/limits.ts';
import { ENOUGH_PROBLEMS } from '../../src/problem-tally.ts';
import { ROOT } from '../cli/run.ts';

const { FILE_LIMITS, ...numbers } = limits;

const section = /## Size limits\n[^]*?\n## /.exec(
  readFileSync(join(ROOT, 'docs', 'formats.md'), 'utf8'),
)?.[0];

describe('the size limits in docs/formats.md', () => {
  test.each([
    ...Object.entries(numbers),
    ...Object.entries(FILE_LIMITS).map(([kind, { bytes }]) => [kind, bytes] as const),
    ['ENOUGH_PROBLEMS', ENOUGH_PROBLEMS] as const,
  ])('state %s', (_, limit) => {
    expect(section).toContain(limit.toLocaleString('en-US'));
  });
});
