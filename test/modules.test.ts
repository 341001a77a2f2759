import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './cli/run.ts';

const SRC = join(ROOT, 'src');

/** What the files of a module may import from other modules: the data runs one way. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  formula: [],
  initialization: ['kernel'],
  kernel: [],
  architecture: ['initialization'],
  formats: ['architecture', 'safetensors'],
  input: ['formats', 'candidates'],
  truth: ['formats', 'input'],
  safetensors: ['architecture', 'formats', 'input'],
  candidates: ['architecture', 'formats', 'input', 'safetensors', 'truth'],
  workflows: [
    'architecture',
    'candidates',
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
    'input',
    'latency',
    'proxies',
    'report',
    'runtime',
    'safetensors',
    'scoring',
    'search-space',
    'truth',
    'tuning',
  ],
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
  checkpoints: [
    'architecture',
    'capacity',
    'engine',
    'formats',
    'initialization',
    'input',
    'safetensors',
    'scoring',
  ],
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
  tuning: ['architecture', 'evaluation', 'formats', 'initialization', 'input', 'scoring', 'truth'],
  // Its file of choices is checked as every other input is.
  explaining: ['architecture', 'formats', 'input', 'scoring'],
  // What a form can say ends at the limits of its reader.
  converting: ['architecture', 'candidates', 'formats'],
  // A drawn candidate is read as any other, and constraints are over what is known of it.
  'search-space': [
    'architecture',
    'capacity',
    'formats',
    'formula',
    'initialization',
    'input',
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
    'truth',
    'tuning',
  ],
  // Options name their defaults and choices; everything else is a workflow's.
  cli: [
    'architecture',
    'capacity',
    'converting',
    'costs',
    'evaluation',
    'formats',
    'initialization',
    'latency',
    'proxies',
    'report',
    'scoring',
    'search-space',
    'truth',
    'tuning',
    'workflows',
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

const moduleOf = (path: string): string => (path.includes(sep) ? (path.split(sep)[0] ?? '') : '');

const imports = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && name !== 'index.ts')
  .flatMap((name) => importsOf(join(SRC, name)));

describe('the modules', () => {
  it('are all listed, with imports in each: catches a module that nobody decided on', () => {
    const modules = readdirSync(SRC, { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    expect(modules.map(({ name }) => name).sort()).toEqual(Object.keys(MAY_IMPORT).sort());
    expect(imports.length).toBeGreaterThan(100);
  });

  it('import from the modules before them alone: catches a call back', () => {
    const wrong = imports.filter(({ from, to }) => {
      const [module, other] = [moduleOf(from), moduleOf(to)];
      return other !== '' && other !== module && !(MAY_IMPORT[module] ?? []).includes(other);
    });
    expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });
});
