import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { outputOf, ROOT, zerolm } from './run.ts';

const TINY = 'fixtures/bert-family/bert-tiny.json';
const BIN = join(ROOT, 'bin', 'zerolm');

describe('zerolm convert', () => {
  it('writes one candidate in full, several a line each, and what is read again scores the same', () => {
    const one = outputOf(['convert', TINY, '--to', 'flexibert']);
    expect(one.split('\n').length).toBeGreaterThan(10);
    const many = outputOf(['convert', 'fixtures/flexibert-candidates', '--to', 'flexibert']);
    expect(many.trim().split('\n')).toHaveLength(24);
    const node = `"${process.execPath}" ${BIN}`;
    const line = `${node} convert fixtures/flexibert-candidates --to flexibert | ${node} rank - --format csv`;
    const { stdout } = spawnSync('bash', ['-c', line], { cwd: ROOT, encoding: 'utf8' });
    expect(stdout).toBe(outputOf(['rank', 'fixtures/flexibert-candidates', '--format', 'csv']));
  });

  it('refuses a command line of another form, and prints nothing where no candidate is left', () => {
    expect(zerolm(['convert', TINY]).stderr).toContain("required option '--to <form>'");
    expect(zerolm(['convert', TINY, '--to', 'onnx']).stderr).toContain('Allowed choices are');
    expect(zerolm(['convert', TINY, 'x', '--to', 'flexibert']).stderr).toContain(
      'too many arguments',
    );
    const { status, stdout, stderr } = zerolm([
      ...['convert', 'fixtures/hw-gpt.ndjson', '--to', 'flexibert', '--skip-invalid'],
    ]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('skipped: no flexibert spec');
    expect(stderr).toContain('error: no candidate is left');
  });
});
