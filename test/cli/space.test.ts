import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outputOf, ROOT, zerolm } from './run.ts';

const SPACE = 'fixtures/spaces/flexibert.json';
const BIN = join(ROOT, 'bin', 'zerolm');

let folder = '';
/** Runs the command line it is given, and says last how much memory it took at most. */
let measured = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-space-'));
  measured = join(folder, 'measured.mjs');
  writeFileSync(
    measured,
    `process.on('exit', () => process.stderr.write('peak ' + process.resourceUsage().maxRSS + '\\n'));
    const { main } = await import(${JSON.stringify(join(ROOT, 'dist', 'cli', 'main.js'))});
    await main();`,
  );
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
      /^[\d,]+ draws for 50 candidates \(\d+ not of "params <= 8M"; \d+ not of "depth >= 4"\)\n$/,
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
      /holds no candidate that is valid and fulfils the constraints \(100 not of "depth > 1"\); loosen/,
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
      /6 candidates, before constraints\n4 listed; left out 2 not of "hidden_size < 512"\n$/,
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

describe('zerolm convert', () => {
  const TINY = 'fixtures/bert-family/bert-tiny.json';

  it('writes one candidate in full, several a line each, and what is read again scores the same', () => {
    const one = zerolm(['convert', TINY, '--to', 'flexibert']);
    expect([one.status, one.stderr]).toEqual([0, '']);
    expect(one.stdout.split('\n').length).toBeGreaterThan(10);
    const many = outputOf(['convert', 'fixtures/flexibert-candidates', '--to', 'flexibert']);
    expect(many.trim().split('\n')).toHaveLength(24);
    const ranking = (line: string): string => shell(line).stdout;
    expect(
      ranking(
        `"${process.execPath}" ${BIN} convert fixtures/flexibert-candidates --to flexibert | "${process.execPath}" ${BIN} rank - --format csv`,
      ),
    ).toBe(outputOf(['rank', 'fixtures/flexibert-candidates', '--format', 'csv']));
  });

  it('refuses what the form has no word for, with the file and the reason, and prints nothing', () => {
    const { status, stdout, stderr } = zerolm([
      ...['convert', 'fixtures/flexibert-candidates', '--to', 'hugging-face'],
    ]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /candidate-00\.json: no hugging-face spec says this architecture: block 0 has the operation separable-convolution/,
    );
    const other = zerolm(['convert', 'fixtures/hw-gpt.ndjson', '--to', 'flexibert']);
    expect(other.status).toBe(2);
    expect(other.stderr).toContain('it is a decoder');
    expect(zerolm(['convert', TINY]).stderr).toContain("required option '--to <form>'");
    expect(zerolm(['convert', TINY, '--to', 'onnx']).stderr).toContain('Allowed choices are');
  });

  it('goes on without them where asked, and chooses one by its id', () => {
    const args = ['convert', 'fixtures/bert-family', 'x', '--to', 'flexibert'];
    expect(zerolm(args).stderr).toContain('too many arguments');
    const one = outputOf([
      'convert',
      'fixtures/bert-family',
      '--to',
      'flexibert',
      '--id',
      'bert-mini',
    ]);
    expect(JSON.parse(one)).toMatchObject({ id: 'bert-mini', hidden_size: 256 });
    const skipping = zerolm([
      ...['convert', 'fixtures/hw-gpt.ndjson', '--to', 'flexibert', '--skip-invalid'],
    ]);
    expect(skipping.status).toBe(2);
    expect(skipping.stderr).toContain('no candidate is left');
  });
});

describe('candidates from stdin', () => {
  const lines = (): string => outputOf(['sample', SPACE, '--n', '300', '--seed', '2']);

  it.each([
    ['- behind a pipe', 'cat "$F" | "$N" "$Z" rank - --format csv'],
    ['- of a file', '"$N" "$Z" rank - --format csv < "$F"'],
    ['/dev/stdin', 'cat "$F" | "$N" "$Z" rank /dev/stdin --format csv'],
    ['a pipe with a name', '"$N" "$Z" rank <(cat "$F") --format csv'],
    ['a file of another ending', 'cp "$F" "$F.txt" && "$N" "$Z" rank "$F.txt" --format csv'],
  ])('%s: the ranking is that of the file', (_, line) => {
    const path = space('lines.ndjson', lines());
    const expected = outputOf(['rank', path, '--format', 'csv']);
    const names = { F: path, N: process.execPath, Z: BIN };
    const run = spawnSync('bash', ['-c', line], {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, ...names },
    });
    expect([run.status, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toBe(expected);
  });

  it.each([
    ['score', '-'],
    ['inspect', '-'],
    ['convert', '-', '--to', 'flexibert'],
  ])('%s takes one spec from there, called stdin where it has no id', (...args) => {
    const input = readFileSync(join(ROOT, 'fixtures/bert-family/bert-tiny.json'));
    const run = spawnSync('bash', ['-c', 'cat | "$0" "$@"', process.execPath, BIN, ...args], {
      cwd: ROOT,
      encoding: 'utf8',
      input,
    });
    expect([run.status, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toContain('stdin');
  });

  it('stops at the first broken line, while the writer goes on: catches a wait for the end', async () => {
    const child = spawn(process.execPath, [BIN, 'rank', '-'], { cwd: ROOT });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    }
    const ended = new Promise((resolve) => child.on('close', resolve));
    // The pipe stays open: nobody says that this was all.
    child.stdin.write(`${lines()}{"id":\n`);
    expect(await ended).toBe(2);
    expect(output).toBe('error: stdin:301:7: not JSON: value expected\n');
    child.stdin.destroy();
  });

  it('refuses nothing at all, and stdin twice', () => {
    expect(shell(`"${process.execPath}" ${BIN} rank - < /dev/null`).stderr).toBe(
      'error: stdin: empty: expected at least one spec\n',
    );
    expect(shell(`head -c 0 | "${process.execPath}" ${BIN} rank - -`).stderr).toContain(
      'error: stdin: given twice; name it once\n',
    );
  });

  it('ranks 100,000 sampled candidates in less than 250 MB on each side of the pipe: catches a stream that is held', () => {
    const node = `"${process.execPath}" ${measured}`;
    const run = shell(
      `${node} sample ${SPACE} --n 100000 | ${node} rank - --top 20 --format ndjson`,
    );
    expect(run.status).toBe(0);
    expect(run.stdout.trim().split('\n')).toHaveLength(21);
    const peaks = [...run.stderr.matchAll(/^peak (\d+)$/gm)].map(([, peak]) => Number(peak) / 1024);
    expect(peaks).toHaveLength(2);
    expect(Math.max(...peaks)).toBeLessThan(250);
  });

  it('draws no faster than they are ranked: catches lines that pile up in memory', () => {
    const node = `"${process.execPath}" ${measured}`;
    const run = shell(`${node} sample ${SPACE} --n 300000 | (sleep 4; tail -1 | wc -l)`);
    expect(run.stdout.trim()).toBe('1');
    expect(Number(/^peak (\d+)$/m.exec(run.stderr)?.[1]) / 1024).toBeLessThan(200);
  });
});
