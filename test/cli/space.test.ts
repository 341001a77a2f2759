import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outputOf, ROOT, zerolm } from './run.ts';

const SPACE = 'fixtures/spaces/flexibert.json';
const BIN = join(ROOT, 'bin', 'zerolm');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-space-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Writes a space of the test's folder and gives its path. */
function space(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

/** Runs a line of shell in the root of the project. */
function shell(line: string): { status: number | null; stdout: string; stderr: string } {
  return spawnSync('bash', ['-o', 'pipefail', '-c', line], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
}

const small = {
  base: {
    hidden_size: 128,
    nas_config: {
      encoder_layers: [
        {
          operation_type: 'SA',
          operation_parameter: 'SDP',
          num_operation_heads: 2,
          feed_forward_dimension: 512,
          num_feed_forward: 1,
        },
      ],
    },
  },
  choices: { hidden_size: [128, 256, 512], vocab_size: [1000, 2000] },
};

describe('zerolm sample', () => {
  it('prints the same lines for a seed, the first of a longer sample, without a word: catches a draw that depends on n', () => {
    const ten = outputOf(['sample', SPACE, '--n', '10', '--seed', '4']);
    expect(ten.trim().split('\n')).toHaveLength(10);
    expect(outputOf(['sample', SPACE, '--n', '30', '--seed', '4']).startsWith(ten)).toBe(true);
    expect(outputOf(['sample', SPACE, '--n', '10', '--seed', '5'])).not.toBe(ten);
    expect(ten).toBe(outputOf(['sample', SPACE, '--seed', '4']));
  });

  it('says how many draws constraints took: catches a silent rejection', () => {
    const { status, stdout, stderr } = zerolm([
      ...['sample', SPACE, '--n', '50', '--constraint', 'params <= 8M'],
      ...['--constraint', 'depth >= 4'],
    ]);
    expect(status).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(50);
    expect(stderr).toMatch(
      /^[\d,]+ draws for 50 candidates \(\d+ that fail "params <= 8M"; \d+ that fail "depth >= 4"\)\n$/,
    );
  });

  it('says that a space has no more to give under its constraints: catches an endless search', () => {
    const file = space('few.json', { ...small, constraints: ['hidden_size <= 256'] });
    const { status, stdout, stderr } = zerolm(['sample', file, '--n', '6']);
    expect(status).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(4);
    expect(stderr).toMatch(
      /^warning: --n: 4 of 6: .*few\.json holds 4 candidates only that are valid/,
    );
  });

  it.each<[string, readonly string[], RegExp]>([
    ['more than the space holds', ['--n', '7'], /--n 7: .*small\.json holds 6 candidates; ask for/],
    [
      'a constraint that admits none',
      ['--n', '2', '--constraint', 'depth > 1'],
      /^error: .*small\.json: no candidate fulfils "depth > 1": the nearest has depth 1; loosen/,
    ],
    [
      'a constraint over nothing',
      ['--constraint', 'parms > 1'],
      /--constraint: "parms > 1": .*did you mean "params"/,
    ],
    [
      'a constraint that is no number',
      ['--n', '1', '--constraint', 'log(depth - 1) > 1'],
      /compares -Infinity with 1/,
    ],
    ['no candidate at all', ['--n', '0'], /--n .*expected a whole number from 1/],
    ['a fraction', ['--n', '1.5'], /expected a whole number from 1/],
    ['a wrong seed', ['--seed', '-1'], /expected a whole number from 0/],
    ['an option of another command', ['--from', '3'], /unknown option '--from'/],
  ])('refuses %s with what to do, and prints nothing', (_, args, message) => {
    const { status, stdout, stderr } = zerolm(['sample', space('small.json', small), ...args]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('ends with 130 at Ctrl-C, though it prints to a file: catches a loop that hears no signal', async () => {
    const child = spawn(
      'bash',
      [
        '-c',
        `exec "$0" "$1" sample ${SPACE} --n 10000000 > "$2"`,
        process.execPath,
        BIN,
        join(folder, 'out'),
      ],
      { cwd: ROOT },
    );
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const closed = new Promise((resolve) => child.on('close', resolve));
    const sizeOfOut = (): number =>
      statSync(join(folder, 'out'), { throwIfNoEntry: false })?.size ?? 0;
    while (sizeOfOut() === 0 && child.exitCode === null) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    child.kill('SIGINT');
    expect(await closed).toBe(130);
    expect(stderr).toBe('');
    expect(sizeOfOut()).toBeGreaterThan(0);
  });

  it('ends quietly where nobody reads on: catches an EPIPE that is shown', () => {
    const { status, stdout, stderr } = shell(
      `"${process.execPath}" ${BIN} sample ${SPACE} --n 10000000 | head -2`,
    );
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout.trim().split('\n')).toHaveLength(2);
  });
});

describe('zerolm enumerate', () => {
  it('says the size first and lists all in one order, any part alone: catches a part that begins elsewhere', () => {
    const file = space('small.json', small);
    const { status, stdout, stderr } = zerolm(['enumerate', file]);
    expect([status, stderr]).toEqual([0, `${file}: 6 candidates\n`]);
    const lines = stdout.trim().split('\n');
    expect(lines).toHaveLength(6);
    const part = zerolm(['enumerate', file, '--from', '2', '--count', '3']);
    expect(part.stdout.trim().split('\n')).toEqual(lines.slice(2, 5));
    expect(zerolm(['enumerate', file, '--count', '0']).stdout).toBe('');
  });

  it('counts what constraints leave out', () => {
    const { stdout, stderr } = zerolm([
      ...['enumerate', space('small.json', small), '--constraint', 'hidden_size < 512'],
    ]);
    expect(stdout.trim().split('\n')).toHaveLength(4);
    expect(stderr).toMatch(
      /6 candidates, before constraints\n4 listed; left out 2 that fail "hidden_size < 512"\n$/,
    );
  });

  it('walks a part of a space of any size, and refuses all of it: catches a walk without end', () => {
    const layers = {
      number: [4096],
      list: 'nas_config.encoder_layers',
      choices: { feed_forward_dimension: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] },
    };
    const file = space('vast.json', { base: small.base, layers });
    const all = zerolm(['enumerate', file]);
    expect([all.status, all.stdout]).toEqual([2, '']);
    expect(all.stderr).toContain('holds about 1.00e4096 candidates: walk a part');
    const from = `${'9'.repeat(4095)}8`;
    const part = zerolm(['enumerate', file, '--from', from]);
    expect(part.status).toBe(0);
    expect(part.stdout.trim().split('\n')).toHaveLength(2);
    const beyond = zerolm(['enumerate', file, '--from', `1${'0'.repeat(4096)}`]);
    expect([beyond.status, beyond.stdout]).toEqual([2, '']);
  });

  it.each([['-1'], ['1.5'], ['x'], ['']])('refuses --from %s', (from) => {
    const { status, stderr } = zerolm(['enumerate', SPACE, `--from=${from}`]);
    expect(status).toBe(2);
    expect(stderr).toContain('expected a whole number from 0');
  });
});
