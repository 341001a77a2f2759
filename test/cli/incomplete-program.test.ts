import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ratedRecords } from './rated-records.ts';
import { ROOT } from './run.ts';

let folder = '';
let input = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-incomplete-'));
  input = join(folder, 'rated.json');
  writeFileSync(input, JSON.stringify(ratedRecords(12)));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const run = (place: string, ...args: string[]) =>
  spawnSync(process.execPath, [join(place, 'bin', 'zerolm'), ...args], { encoding: 'utf8' });

describe('zerolm without its runtime', () => {
  /** A copy of the program, with no package or with one that is of another machine. */
  function copyOfProgram(name: string): string {
    const place = join(folder, name);
    for (const part of ['bin', 'dist', 'package.json']) {
      cpSync(join(ROOT, part), join(place, part), { recursive: true });
    }
    return place;
  }

  it('says what to install, and does without where no network is run: catches a stack trace', () => {
    const place = copyOfProgram('without');
    const refused = run(place, 'evaluate', input, '--proxy', 'snip');
    expect([refused.status, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toMatch(
      /snip runs the network: running a network needs the package onnxruntime-node, which is not installed: npm install onnxruntime-node --ignore-scripts/,
    );
    const { status, stdout } = run(place, 'evaluate', input, '--resamples', '100');
    expect([status, stdout.startsWith('score: ')]).toEqual([0, true]);
  });

  it('says that the library is of another machine', () => {
    const place = copyOfProgram('other');
    const modules = join(ROOT, 'node_modules');
    for (const part of ['onnxruntime-node/dist', 'onnxruntime-node/package.json']) {
      cpSync(join(modules, part), join(place, 'node_modules', part), { recursive: true });
    }
    const common = 'onnxruntime-common';
    symlinkSync(join(modules, common), join(place, 'node_modules', common), 'junction');
    const { status, stderr } = run(place, 'evaluate', input, '--proxy', 'network');
    expect(status).toBe(2);
    expect(stderr).toMatch(/gradient-norm runs the network: onnxruntime-node holds no library for/);
  });
});

describe('zerolm in a clone that is not built', () => {
  it('says how to build it: catches a stack trace', () => {
    const place = join(folder, 'clone');
    for (const part of ['bin', 'package.json']) {
      cpSync(join(ROOT, part), join(place, part), { recursive: true });
    }
    const { status, stdout, stderr } = run(place, 'rank', input);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toBe('error: zerolm is not built; run "npm run build" first\n');
    expect(run(place, '--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
