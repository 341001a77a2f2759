import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { outputOf, ROOT, zerolm } from './run.ts';

const CANDIDATES = 'fixtures/flexibert-candidates';
const SPACE = 'fixtures/spaces/flexibert.json';

/** Runs a line of shell in which Z is the command line, in the root of the project. */
function shell(line: string): { status: number | null; stdout: string; stderr: string } {
  const script = `Z() { "${process.execPath}" "${join(ROOT, 'bin', 'zerolm')}" "$@"; }; ${line}`;
  return spawnSync('bash', ['-o', 'pipefail', '-c', script], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
}

describe('a pipeline', () => {
  it('of sample, rank and convert gives the best in another form', () => {
    const ranked = shell(`Z sample ${SPACE} --n 50 | Z rank - --top 2 --format csv`).stdout;
    const ids = ranked
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => row.split(',')[1]);
    const { status, stdout, stderr } = shell(
      `Z sample ${SPACE} --n 50 --emit specs | Z rank - --top 2 --emit specs | Z convert - --to flexibert --emit specs`,
    );
    expect([status, stderr]).toEqual([0, '']);
    const specs = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string });
    expect(specs.map(({ id }) => id)).toEqual(ids);
    expect(specs.every((spec) => 'nas_config' in spec && !('zerolm' in spec))).toBe(true);
  });

  it('of rank and explain compares the best two, without naming them', () => {
    const { status, stdout } = shell(`Z rank ${CANDIDATES} --top 2 --emit specs | Z explain -`);
    expect(status).toBe(0);
    expect(stdout).toContain('candidate-13 outranks candidate-16');
  });

  it.each(['score', 'inspect'])('of rank and %s takes the only one', (command) => {
    const { stdout } = shell(`Z rank ${CANDIDATES} --top 1 --emit specs | Z ${command} -`);
    expect(stdout).toMatch(/^candidate-13: /);
  });

  it.each([
    ['a table', ''],
    ['JSON', '--format json'],
    ['NDJSON', '--format ndjson'],
    ['CSV', '--format csv'],
    ['Markdown', '--format markdown'],
  ])('that passes %s on is told what is missing', (_, format) => {
    const { status, stderr } = shell(`Z rank ${CANDIDATES} ${format} | Z rank -`);
    expect(status).toBe(2);
    expect(stderr).toContain('if zerolm printed it, add --emit specs to that command');
  });
});

describe('--emit', () => {
  it('takes specs alone, and no form of a report with it', () => {
    expect(zerolm(['rank', CANDIDATES, '--emit', 'table']).stderr).toContain('Allowed choices are');
    for (const other of [['--format', 'csv'], ['--plot']]) {
      const { status, stdout, stderr } = zerolm(['rank', CANDIDATES, '--emit', 'specs', ...other]);
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toContain('cannot be used with');
    }
  });

  it('changes nothing of what sample and enumerate print', () => {
    for (const args of [
      ['sample', SPACE],
      ['enumerate', SPACE, '--count', '3'],
    ]) {
      expect(zerolm([...args, '--emit', 'specs'])).toMatchObject({ stdout: zerolm(args).stdout });
    }
    expect(outputOf(['sample', SPACE, '--emit', 'specs']).trim().split('\n')).toHaveLength(10);
  });
});
