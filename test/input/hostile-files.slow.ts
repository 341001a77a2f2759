import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../cli/run.ts';
import { spec } from '../formats/specs.ts';
import { IMPORT_PEAK } from '../peak-memory.ts';

const SPEC = JSON.stringify(spec());

let folder = '';
let script = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-hostile-'));
  script = join(folder, 'measured.mjs');
  // A file of its own: the command line takes other arguments in a script that is given with -e.
  writeFileSync(
    script,
    `${IMPORT_PEAK}
    process.on('exit', () => process.stderr.write('peak ' + peakKilobytes()));
    const { main } = await import(${JSON.stringify(join(ROOT, 'dist', 'cli', 'main.js'))});
    await main();`,
  );
  writeFileSync(join(folder, 'spec.json'), SPEC);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  process.stdout.write(`${report.join('\n')}\n`);
});

/** The memory and the time that each of the cases took. */
const report: string[] = [];

/** A text made of a piece many times, between a beginning and an end. */
interface Content {
  readonly begin?: string;
  readonly piece: string | ((index: number) => string);
  readonly count: number;
  readonly end?: string;
}

function write(name: string, { begin = '', piece, count, end = '' }: Content): void {
  const file = openSync(join(folder, name), 'w');
  writeSync(file, begin);
  for (let start = 0; start < count; start += 100_000) {
    const length = Math.min(100_000, count - start);
    const pieces =
      typeof piece === 'string'
        ? piece.repeat(length)
        : Array.from({ length }, (_, index) => piece(start + index)).join('');
    writeSync(file, pieces);
  }
  writeSync(file, end);
  closeSync(file);
}

interface Case {
  readonly title: string;
  readonly name: string;
  readonly content: Content;
  readonly args: readonly string[];
  readonly status: number;
  readonly says: string;
  /** Most memory of the process, in megabytes. */
  readonly most: number;
}

const lists = (piece: string, count: number): Content => ({
  begin: '[',
  piece,
  count,
  end: `${piece.replace(',', '')}]`,
});

const HUGE = 83_000_000;
const truth = (name: string): string[] => ['rank', 'spec.json', '--truth', name];

/** The cases that took gigabytes, minutes or both, in their real sizes. */
const CASES: readonly Case[] = [
  {
    title: '30 MB of empty lists as candidates',
    name: 'lists.json',
    content: lists('[],', 10_000_000),
    args: ['rank', 'lists.json'],
    status: 2,
    says: 'too large: expected at most',
    most: 400,
  },
  {
    title: '16 MB of empty lists as candidates, all of which are counted',
    name: 'counted.ndjson',
    content: { begin: `${SPEC}\n`, piece: '[]\n', count: 5_000_000 },
    args: ['rank', 'counted.ndjson', '--skip-invalid'],
    status: 0,
    says: 'went on without 5000000 of 5000001 candidates',
    most: 400,
  },
  ...['[],', '{},'].flatMap((piece): Case[] =>
    [
      { args: ['rank', 'huge.json'], most: 1500 },
      { args: ['rank', 'spec.json', '--settings', 'huge.json'], most: 300 },
      { args: ['evaluate', 'spec.json', '--tokens', 'huge.json'], most: 500 },
      { args: ['explain', 'spec.json', 'spec.json', '--choices', 'huge.json'], most: 300 },
      { args: ['sample', 'huge.json'], most: 300 },
      { args: truth('huge.json'), most: 600 },
    ].map(({ args, most }) => ({
      title: `250 MB of ${piece} in ${args.join(' ')}`,
      name: 'huge.json',
      content: lists(piece, HUGE),
      args,
      status: 2,
      says: 'too large: expected at most',
      most,
    })),
  ),
  {
    title: 'a million bad layers in one spec',
    name: 'layers.json',
    content: {
      begin: '{"hidden_size":128,"nas_config":{"encoder_layers":[',
      piece: '{},',
      count: 1_000_000,
      end: '{}]}}',
    },
    args: ['rank', 'layers.json'],
    status: 2,
    says: 'too large: expected at most',
    most: 400,
  },
  {
    title: 'a list of a million numbers',
    name: 'numbers.json',
    content: lists('1,', 1_000_000),
    args: ['rank', 'numbers.json'],
    status: 2,
    says: 'read no further after 1000 problems',
    most: 300,
  },
  {
    title: 'six million broken lines, all of which are counted',
    name: 'broken.ndjson',
    content: { begin: `${SPEC}\n`, piece: '{\n', count: 6_000_000 },
    args: ['rank', 'broken.ndjson', '--skip-invalid'],
    status: 0,
    says: 'went on without 6000000 of 6000001 candidates',
    most: 400,
  },
  {
    title: 'a ground truth of 20 million rows of CSV',
    name: 'rows.csv',
    content: { begin: 'id,q\n', piece: (index) => `c${index},${index % 97}\n`, count: 20_000_000 },
    args: truth('rows.csv'),
    status: 2,
    says: 'too large: expected at most',
    most: 600,
  },
  {
    title: 'a ground truth of four million rows of CSV',
    name: 'many.csv',
    content: { begin: 'id,q\n', piece: (index) => `c${index},${index % 97}\n`, count: 4_000_000 },
    args: truth('many.csv'),
    status: 2,
    says: 'no id of a candidate',
    most: 1800,
  },
  {
    title: 'a ground truth of 300,000 columns of CSV',
    name: 'columns.csv',
    content: {
      begin: `id${Array.from({ length: 300_000 }, (_, column) => `,q${column}`).join('')}\nspec`,
      piece: (index) => `,${index}`,
      count: 300_000,
    },
    args: truth('columns.csv'),
    status: 2,
    says: 'several qualities',
    most: 500,
  },
  {
    title: 'a ground truth of 60,000 rows of YAML',
    name: 'rows.yaml',
    content: { piece: (index) => `c${index}: ${index}.5\n`, count: 60_000 },
    args: truth('rows.yaml'),
    status: 2,
    says: 'no id of a candidate',
    most: 700,
  },
  {
    title: '8 MB of YAML items',
    name: 'items.yaml',
    content: { piece: '- a\n', count: 2_000_000 },
    args: ['rank', 'items.yaml'],
    status: 2,
    says: 'convert the file to JSON',
    most: 300,
  },
  {
    title: 'a line of 14 MB of nested lists',
    name: 'nested.ndjson',
    content: { begin: '['.repeat(7_000_000), piece: ']', count: 7_000_000 },
    args: ['rank', 'nested.ndjson'],
    status: 2,
    says: 'too long: expected at most',
    most: 300,
  },
];

describe('a file that is made to exhaust memory or time', () => {
  test.each(CASES)('$title', ({ title, name, content, args, status, says, most }) => {
    write(name, content);
    const started = performance.now();
    const run = spawnSync(process.execPath, [script, ...args], { cwd: folder, encoding: 'utf8' });
    const seconds = (performance.now() - started) / 1000;
    rmSync(join(folder, name));
    const megabytes = Number(/peak (\d+)$/.exec(run.stderr)?.[1]) / 1024;
    report.push(`${title}: ${megabytes.toFixed(0)} MB of at most ${most}, ${seconds.toFixed(1)} s`);
    expect(run.stderr).toContain(says);
    expect(run.status).toBe(status);
    expect(megabytes).toBeGreaterThan(0);
    expect(megabytes).toBeLessThan(most);
  });
});
