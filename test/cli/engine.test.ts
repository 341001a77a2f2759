import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outputOf, ROOT, zerolm } from './run.ts';

const CANDIDATES = [
  'rank',
  'fixtures/flexibert-candidates',
  '--mode',
  'sampled',
  '--format',
  'json',
];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-engine-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The processor time that a process has taken so far. */
function processorSeconds(pid: number | undefined): number {
  const { stdout } = spawnSync('ps', ['-o', 'time=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.split(':').reduce((sum, part) => 60 * sum + Number(part), 0);
}

describe('the engine changes no byte of a result', () => {
  let expected = '';
  beforeAll(() => {
    expected = outputOf([...CANDIDATES, '--jobs', '1']);
  });

  it.each([
    ['two threads', ['--jobs', '2']],
    ['as many as there are cores', []],
    ['nothing shared', ['--no-cache', '--jobs', '2']],
    ['nothing shared, one thread', ['--no-cache', '--jobs', '1']],
  ])('%s: catches a sum by order of arrival, or a cache with too short a key', (_, options) => {
    expect(outputOf([...CANDIDATES, ...options])).toBe(expected);
  });

  it('without WebAssembly SIMD, and without WebAssembly: catches a fallback of its own', () => {
    const tiny = [
      'score',
      'fixtures/bert-family/bert-tiny.json',
      '--mode',
      'sampled',
      '--format',
      'json',
    ];
    const plain = (flag: string): string =>
      spawnSync(process.execPath, [flag, 'bin/zerolm', ...tiny, '--jobs', '1'], {
        cwd: ROOT,
        encoding: 'utf8',
      }).stdout;
    const kernelOf = (flag: string): string =>
      spawnSync(
        process.execPath,
        [
          flag,
          '-e',
          "import('./dist/kernel/kernel.js').then((m) => console.log(m.kernel() === null))",
        ],
        { cwd: ROOT, encoding: 'utf8' },
      ).stdout;
    expect(plain('--jitless')).toBe(outputOf(tiny));
    expect(kernelOf('--jitless')).toBe('true\n');
    expect(kernelOf('--no-warnings')).toBe('false\n');
  });

  it.skipIf(spawnSync('taskset', ['0x1', 'true']).status !== 0)(
    'on one core, which has no threads to start (needs taskset): catches a wait for workers that are none',
    () => {
      const command = [process.execPath, 'bin/zerolm', ...CANDIDATES];
      for (const options of [[], ['--no-cache'], ['--jobs', '2']]) {
        const run = spawnSync('taskset', ['0x1', ...command, ...options], {
          cwd: ROOT,
          encoding: 'utf8',
        });
        expect([run.status, run.stdout]).toEqual([0, expected]);
        expect(run.stderr).toMatch(
          /^(warning: --jobs: cut from 2 to 1, one for each core; .*\n)?$/,
        );
      }
    },
  );

  it('with a directory of measurements, new, full and damaged: catches a wrong entry', () => {
    const directory = join(folder, 'kept');
    const options = [...CANDIDATES, '--cache-dir', directory];
    expect(outputOf(options)).toBe(expected);
    const files = filesBelow(directory);
    expect(files.length).toBeGreaterThan(100);
    expect(outputOf(options)).toBe(expected);
    for (const [index, file] of files.entries()) {
      if (index % 3 === 0) writeFileSync(file, readFileSync(file, 'utf8').slice(0, 40));
      if (index % 3 === 1) writeFileSync(file, readFileSync(file, 'utf8').replace(/\d/, '8'));
    }
    expect(outputOf(options)).toBe(expected);
    expect(filesBelow(directory)).toEqual(files);
  });

  it('two processes write one directory at once: catches half a file', async () => {
    const directory = join(folder, 'shared');
    const run = (): Promise<string> =>
      new Promise((resolve) => {
        let output = '';
        const child = spawn(
          process.execPath,
          ['bin/zerolm', ...CANDIDATES, '--cache-dir', directory],
          {
            cwd: ROOT,
          },
        );
        child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
        child.on('close', () => {
          resolve(output);
        });
      });
    expect(await Promise.all([run(), run()])).toEqual([expected, expected]);
    expect(filesBelow(directory).every((name) => name.endsWith('.json'))).toBe(true);
    expect(outputOf([...CANDIDATES, '--cache-dir', directory])).toBe(expected);
  });

  it('a directory that can not be written is a warning: catches a result that is lost', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const { status, stdout, stderr } = zerolm([...CANDIDATES, '--cache-dir', join(file, 'below')]);
    expect([status, stdout]).toEqual([0, expected]);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(/^warning: .*below: not written, going on without: /);
  });

  const disk = mkdtempSync(join(tmpdir(), 'zerolm-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]).status === 0;
  afterAll(() => {
    if (mounted) spawnSync('umount', [disk]);
    rmSync(disk, { recursive: true, force: true });
  });
  it.skipIf(!mounted)(
    'a full disk is a warning (needs the right to mount one): catches a crash',
    () => {
      const directory = join(disk, 'kept');
      mkdirSync(directory);
      const { status, stdout, stderr } = zerolm([...CANDIDATES, '--cache-dir', directory]);
      expect([status, stdout]).toEqual([0, expected]);
      expect(stderr).toMatch(/^warning: .*not written, going on without: ENOSPC/);
      expect(filesBelow(directory).every((name) => name.endsWith('.json'))).toBe(true);
    },
  );
});

describe('Ctrl-C', () => {
  it('ends with 130 and leaves nothing half written: catches a draft, or a run that goes on', async () => {
    const directory = join(folder, 'interrupted');
    const child = spawn(
      process.execPath,
      [
        'bin/zerolm',
        ...['score', 'fixtures/bert-family/bert-large.json', '--mode', 'sampled'],
        ...['--seeds', '200', '--cache-dir', directory],
      ],
      { cwd: ROOT },
    );
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    const ended = new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
      child.on('close', (code, signal) => {
        resolve([code, signal]);
      });
    });
    // More than it takes to start, and far less than its work: on a busy machine that is later.
    while (child.exitCode === null && processorSeconds(child.pid) < 2) await setTimeout(50);
    child.kill('SIGINT');
    expect(await ended).toEqual([130, null]);
    expect(stdout).toBe('');
    const files = existsSync(directory) ? filesBelow(directory) : [];
    for (const file of files)
      expect((): unknown => JSON.parse(readFileSync(file, 'utf8'))).not.toThrow();
  });

  it('while measurements are written leaves whole ones alone: catches a draft that stays, a file that is cut', async () => {
    const directory = join(folder, 'cut');
    const child = spawn(process.execPath, ['bin/zerolm', ...CANDIDATES, '--cache-dir', directory], {
      cwd: ROOT,
    });
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    const count = (): number => (existsSync(directory) ? filesBelow(directory).length : 0);
    while (count() === 0 && child.exitCode === null) await setTimeout(1);
    child.kill('SIGINT');
    // It may have come to its end before it heard.
    expect([130, 0]).toContain(await ended);
    const files = filesBelow(directory);
    expect(files.length).toBeGreaterThan(0);
    expect(files.every((name) => name.endsWith('.json'))).toBe(true);
    for (const file of files)
      expect((): unknown => JSON.parse(readFileSync(file, 'utf8'))).not.toThrow();
  });
});

describe('engine options', () => {
  it('that contradict each other are refused, that change nothing are named', () => {
    const contradiction = zerolm([...CANDIDATES, '--no-cache', '--cache-dir', folder]);
    expect([contradiction.status, contradiction.stdout]).toEqual([2, '']);
    expect(contradiction.stderr).toContain('--no-cache and --cache-dir contradict each other');
    const idle = zerolm(['score', 'fixtures/bert-family/bert-tiny.json', '--cache-dir', folder]);
    expect(idle.status).toBe(0);
    expect(idle.stderr).toContain('--cache-dir: ignored: an expected score measures no weights');
  });
});
