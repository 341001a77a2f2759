import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleFlexibertSpec } from '../../src/search-space/sample-flexibert-spec.ts';
import { zerolm } from './run.ts';

const LINES = 1_000_000;
/** One line in so many is broken, and not the first of them. */
const EVERY = 9973;
const BROKEN = ['{"id": 1', '[]', '{}', '{"hidden_size": 0}'];

let folder = '';
let file = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-million-'));
  // An ending that says nothing: it is a stream by its first line.
  file = join(folder, 'candidates');
  const specs = Array.from({ length: 5000 }, (_, n) => JSON.stringify(sampleFlexibertSpec(7, n)));
  const descriptor = openSync(file, 'w');
  for (let start = 1; start <= LINES; start += 10_000) {
    const lines = Array.from({ length: 10_000 }, (_, offset) => {
      const number = start + offset;
      return number % EVERY === 0
        ? BROKEN[number % BROKEN.length]!
        : `{"id":"c${number}",${specs[number % specs.length]!.slice(1)}`;
    });
    writeSync(descriptor, `${lines.join('\n')}\n`);
  }
  closeSync(descriptor);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('a million candidates of which some are broken', () => {
  it('are ranked without those, which are counted, where that is asked for: catches one too many or too few', () => {
    const { status, stdout, stderr } = zerolm([
      ...['rank', file, '--top', '20', '--skip-invalid', '--format', 'json'],
    ]);
    expect(status).toBe(0);
    expect((JSON.parse(stdout) as { ranking: unknown[] }).ranking).toHaveLength(20);
    const broken = Math.floor(LINES / EVERY);
    expect(stderr).toContain(`went on without ${broken} of ${LINES} candidates`);
  });

  it('are read no further than the first that is broken, which is named by its line: catches a half ranking', () => {
    const { status, stdout, stderr } = zerolm(['rank', file, '--top', '20']);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(new RegExp(`^error: \\S*candidates:${EVERY}: .*\\n$`));
  });
});
