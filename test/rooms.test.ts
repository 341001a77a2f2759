import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as library from '../src/index.ts';
import { ROOT } from './cli/run.ts';

const SRC = join(ROOT, 'src');

/** What the files of a room may import from other rooms: the data runs one way. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  formula: [],
  initialization: ['kernel'],
  kernel: [],
  architecture: ['initialization'],
  formats: ['architecture'],
  capacity: ['formula', 'initialization', 'kernel'],
  engine: ['capacity'],
  scoring: ['architecture', 'capacity', 'engine', 'formula', 'initialization'],
  graph: [],
  costs: ['architecture', 'proxies'],
  latency: [
    'architecture',
    'costs',
    'evaluation',
    'forward',
    'graph',
    'initialization',
    'proxies',
    'runtime',
  ],
  forward: ['architecture', 'graph', 'initialization'],
  runtime: ['architecture', 'forward', 'graph', 'initialization'],
  // Weights that a file holds, measured and scored; and the file of those that a seed draws.
  checkpoints: ['architecture', 'capacity', 'engine', 'formats', 'initialization', 'scoring'],
  evaluation: ['initialization', 'scoring'],
  proxies: [
    'architecture',
    'capacity',
    'engine',
    'forward',
    'graph',
    'initialization',
    'runtime',
    'scoring',
  ],
  // What settings files and truth files are made of is checked as every other input is.
  tuning: ['architecture', 'evaluation', 'formats', 'initialization', 'scoring'],
  // Its file of choices is checked as every other input is.
  explaining: ['architecture', 'formats', 'scoring'],
  // What a form can say ends at the limits of its reader.
  converting: ['architecture', 'formats'],
  // A drawn candidate is read as any other, and constraints are over what is known of it.
  'search-space': [
    'architecture',
    'capacity',
    'formats',
    'formula',
    'initialization',
    'proxies',
    'scoring',
  ],
  report: [
    'architecture',
    'costs',
    'evaluation',
    'formats',
    'initialization',
    'proxies',
    'scoring',
    'tuning',
  ],
  cli: [
    'architecture',
    'capacity',
    'checkpoints',
    'converting',
    'costs',
    'engine',
    'evaluation',
    'explaining',
    'formats',
    'forward',
    'initialization',
    'latency',
    'proxies',
    'report',
    'runtime',
    'scoring',
    'search-space',
    'tuning',
  ],
};

interface Import {
  readonly from: string;
  readonly to: string;
  /** Imported names that exist at run time. */
  readonly values: readonly string[];
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/^(?:import|export) (type )?\{([^}]*)\} from '(\.[^']*)';$/gm)].map(
    ([, type, names = '', target = '']) => ({
      from: relative(SRC, file),
      to: relative(SRC, join(dirname(file), target)),
      values:
        type === undefined
          ? names
              .split(',')
              .map((name) => name.trim())
              .filter((name) => name !== '' && !name.startsWith('type '))
          : [],
    }),
  );
}

const roomOf = (path: string): string => (path.includes(sep) ? (path.split(sep)[0] ?? '') : '');

const imports = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && name !== 'index.ts')
  .flatMap((name) => importsOf(join(SRC, name)));

describe('the rooms', () => {
  it('are all listed, with imports in each: catches a room that nobody decided on', () => {
    const rooms = readdirSync(SRC, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(rooms.map(({ name }) => name).sort()).toEqual(Object.keys(MAY_IMPORT).sort());
    expect(imports.length).toBeGreaterThan(100);
  });

  it('import from the rooms before them alone: catches a call back', () => {
    const wrong = imports.filter(({ from, to }) => {
      const [room, other] = [roomOf(from), roomOf(to)];
      return other !== '' && other !== room && !(MAY_IMPORT[room] ?? []).includes(other);
    });
    expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  it('give the command line nothing that the library does not export: catches a private step', () => {
    const used = imports.filter(({ from, to }) => roomOf(from) === 'cli' && roomOf(to) !== 'cli');
    const names = [...new Set(used.flatMap(({ values }) => values))];
    expect(names.length).toBeGreaterThan(20);
    expect(names.filter((name) => !(name in library))).toEqual([]);
  });
});
