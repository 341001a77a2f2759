import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './cli/run.ts';
import { ENTRIES } from './entries.ts';

const SRC = join(ROOT, 'src');

/** What the files of a module may import from other modules: the data runs one way. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  formula: [],
  initialization: ['kernel'],
  kernel: [],
  architecture: ['initialization'],
  input: [],
  formats: ['architecture', 'input'],
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
    'prediction',
    'proxies',
    'proxy-parts',
    'proxy-runs',
    'pytorch',
    'report',
    'runtime',
    'safetensors',
    'scoring',
    'search',
    'search-space',
    'truth',
    'tuning',
  ],
  capacity: ['formula', 'initialization', 'kernel'],
  engine: ['capacity'],
  scoring: ['architecture', 'capacity', 'engine', 'formula', 'initialization'],
  onnx: [],
  costs: ['architecture', 'proxies'],
  // A table is checked as every other input is.
  latency: [
    'architecture',
    'costs',
    'evaluation',
    'forward',
    'onnx',
    'initialization',
    'input',
    'proxy-parts',
    'runtime',
  ],
  forward: ['architecture', 'onnx', 'initialization'],
  // A module is written of what a graph can be built of.
  pytorch: ['architecture', 'forward'],
  // Its token ids are read as every other input is.
  runtime: ['architecture', 'formats', 'forward', 'onnx', 'initialization', 'input'],
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
  // What several proxies are made of, and what a proxy is.
  'proxy-parts': [
    'architecture',
    'capacity',
    'engine',
    'forward',
    'initialization',
    'onnx',
    'scoring',
  ],
  proxies: ['architecture', 'capacity', 'initialization', 'onnx', 'proxy-parts', 'scoring'],
  'proxy-runs': [
    'architecture',
    'engine',
    'forward',
    'initialization',
    'onnx',
    'proxies',
    'proxy-parts',
    'runtime',
    'scoring',
  ],
  // What settings files and truth files are made of is checked as every other input is.
  tuning: ['architecture', 'evaluation', 'formats', 'initialization', 'input', 'scoring', 'truth'],
  // A kept model is checked as every other input is.
  prediction: ['architecture', 'evaluation', 'input', 'proxies', 'scoring', 'tuning'],
  // Its file of choices is checked as every other input is.
  explaining: ['architecture', 'formats', 'input', 'scoring'],
  // What a form can say ends at the limits of its reader.
  converting: ['architecture', 'candidates', 'formats'],
  // Its models are those of a space, and a score says itself how it adds up over layers; evolution
  // draws its random numbers as weights are drawn.
  search: ['architecture', 'formats', 'formula', 'initialization', 'scoring', 'search-space'],
  // A drawn candidate is read as any other, and constraints are over what is known of it.
  'search-space': [
    'architecture',
    'capacity',
    'costs',
    'formats',
    'formula',
    'initialization',
    'input',
    'proxies',
    'proxy-parts',
    'scoring',
  ],
  report: [
    'architecture',
    'candidates',
    'costs',
    'evaluation',
    'formats',
    'initialization',
    'proxies',
    'proxy-parts',
    'scoring',
    'search-space',
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
    'prediction',
    'proxies',
    'proxy-parts',
    'proxy-runs',
    'report',
    'scoring',
    'search-space',
    'truth',
    'tuning',
    'workflows',
  ],
};

/** A file that imports or exports something, types included, of another. */
interface Import {
  readonly from: string;
  readonly to: string;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const statements = text.matchAll(
    /^(?:import|export)\b[^;']*?(?:from )?'(\.[^']*)'|\bimport\('(\.[^']*)'\)/gm,
  );
  return [...statements].map(([, target, loaded]) => ({
    from: relative(SRC, file),
    to: relative(SRC, join(dirname(file), target ?? loaded ?? '')),
  }));
}

const moduleOf = (path: string): string => (path.includes(sep) ? (path.split(sep)[0] ?? '') : '');

/** What the package exports, which may import every module. */
const entries = new Set([...ENTRIES.values()].map((path) => path.replaceAll('/', sep)));

const imports = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !entries.has(name))
  .flatMap((name) => importsOf(join(SRC, name)));

/**
 * The strongly connected components of more than one file (Tarjan 1972): the files of each import
 * each other in a circle.
 */
function cyclesOf(edges: readonly Import[]): string[][] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of edges) targets.set(from, [...(targets.get(from) ?? []), to]);
  const order = new Map<string, number>();
  const stack: string[] = [];
  const cycles: string[][] = [];
  /** The lowest place in the order that a file leads back to. */
  const visit = (file: string): number => {
    const place = order.size;
    order.set(file, place);
    stack.push(file);
    let lowest = place;
    for (const to of targets.get(file) ?? []) {
      if (!order.has(to)) lowest = Math.min(lowest, visit(to));
      else if (stack.includes(to)) lowest = Math.min(lowest, order.get(to) ?? place);
    }
    if (lowest === place) {
      const component = stack.splice(stack.indexOf(file));
      if (component.length > 1) cycles.push(component.sort());
    }
    return lowest;
  };
  for (const file of targets.keys()) if (!order.has(file)) visit(file);
  return cycles;
}

describe('the modules', () => {
  it('are all listed, with imports in each: catches a module that nobody decided on', () => {
    const modules = readdirSync(SRC, { withFileTypes: true })
      .filter((file) => file.isDirectory() && file.name !== 'entries')
      .map(({ name }) => name);
    expect(modules.sort()).toEqual(Object.keys(MAY_IMPORT).sort());
    expect(imports.length).toBeGreaterThan(100);
  });

  it('import no entry: catches a step that loads the whole library', () => {
    expect(imports.filter(({ to }) => entries.has(to))).toEqual([]);
  });

  it('import from the modules before them alone: catches a call back', () => {
    const wrong = imports.filter(({ from, to }) => {
      const [module, other] = [moduleOf(from), moduleOf(to)];
      return other !== '' && other !== module && !(MAY_IMPORT[module] ?? []).includes(other);
    });
    expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  it('have no files that import each other in a circle, types included', () => {
    const edge = (from: string, to: string): Import => ({ from, to });
    const known = [edge('a', 'b'), edge('b', 'c'), edge('c', 'b'), edge('c', 'd'), edge('a', 'd')];
    expect(cyclesOf(known)).toEqual([['b', 'c']]);
    expect(cyclesOf(imports).map((files) => files.join(', '))).toEqual([]);
  });

  it('have an order in which each imports from earlier ones: catches a cycle', () => {
    const placed = new Set<string>();
    let left = Object.keys(MAY_IMPORT);
    for (let count = Infinity; left.length < count;) {
      count = left.length;
      for (const module of left) {
        if (MAY_IMPORT[module]?.every((other) => placed.has(other)) === true) placed.add(module);
      }
      left = left.filter((module) => !placed.has(module));
    }
    expect(left).toEqual([]);
  });
});
