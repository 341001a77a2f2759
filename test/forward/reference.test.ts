import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../cli/run.ts';
import { CASES, type ForwardCase } from './cases.ts';
import { measuredTensors, type NamedTensor } from './measured-tensors.ts';

interface Summary {
  readonly shape: readonly number[];
  /** Norm, sum, and the entries a quarter, half and three quarters of the way. */
  readonly numbers: readonly [number, number, number, number, number];
}

type Reference = Readonly<Record<string, Readonly<Record<string, Summary>>>>;

/** By case; a file for each of architectures. */
const reference: Reference = Object.fromEntries(
  [
    'forward.json',
    'forward-decoders.json',
    'forward-distances.json',
    'forward-stacks.json',
    'forward-images.json',
    'forward-bottlenecks.json',
  ].flatMap((file) =>
    Object.entries(
      JSON.parse(readFileSync(join(ROOT, 'test', 'reference', file), 'utf8')) as Reference,
    ),
  ),
);

/** How far an entry may be off, of the norm of its tensor. */
const TOLERANCE = 1e-4;

/** The same in double precision, whose weights are still single-precision numbers. */
const LINEAR_TOLERANCE = 1e-6;

/** Norm below which a tensor is compared as it is: a bias of keys has a true gradient of zero. */
const SMALLEST_NORM = 1e-3;

const PYTHON = '/usr/bin/python3';
const hasTorch = spawnSync(PYTHON, ['-c', 'import torch']).status === 0;
const script = join(ROOT, 'scripts', 'make-forward-reference.py');

const kinds = [
  ['network', 'float32'],
  ['linear', 'float64'],
] as const;

/** What the graphs of a case give, by kind of pass: each is run once. */
const measured = new Map<string, Promise<readonly NamedTensor[]>>();

function tensorsOf(
  known: ForwardCase,
  [kind, type]: (typeof kinds)[number],
): Promise<readonly NamedTensor[]> {
  const key = `${known.id}, ${kind}`;
  const run = measured.get(key) ?? measuredTensors(known, kind, type);
  measured.set(key, run);
  return run;
}

describe.each(CASES)('the graphs of $id', (known) => {
  const expected = reference[known.id] ?? {};
  let tensors: readonly NamedTensor[] = [];
  beforeAll(async () => {
    const passes = kinds.map((kind) => tensorsOf(known, kind));
    tensors = (await Promise.all(passes)).flat();
  });

  it('have every tensor of the reference and no other: catches a weight that is forgotten', () => {
    const names = tensors.filter(({ name }) => !/^(nextToken|outputSum)@/.test(name));
    const zero = Object.keys(expected).filter((name) => expected[name]?.numbers[0] === 0);
    const used = names.map(({ name }) => name).filter((name) => !zero.includes(name));
    expect(used.sort()).toEqual(
      Object.keys(expected)
        .filter((name) => !zero.includes(name))
        .sort(),
    );
  });

  it('give the committed values: catches a wrong formula and a wrong gradient', () => {
    for (const { name, shape, entries } of tensors) {
      const summary = expected[name];
      if (summary === undefined) continue;
      const [norm, sum, ...some] = summary.numbers;
      expect(shape, name).toEqual(summary.shape);
      const scale = Math.max(norm, SMALLEST_NORM);
      const places = [1, 2, 3].map((quarter) => Math.floor((quarter * entries.length) / 4));
      const found = [normOf(entries), ...places.map((place) => entries[place] ?? NaN)];
      for (const [index, number] of [norm, ...some].entries()) {
        const off = Math.abs((found[index] ?? NaN) - number) / scale;
        expect(off, name).toBeLessThan(TOLERANCE);
      }
      const total = entries.reduce((left, right) => left + right, 0);
      const terms = Math.sqrt(entries.length);
      expect(Math.abs(total - sum) / (scale * terms), name).toBeLessThan(TOLERANCE);
    }
  });
});

const suite = hasTorch
  ? 'whole tensors'
  : 'whole tensors (skipped: no /usr/bin/python3 with torch)';

describe.skipIf(!hasTorch)(suite, () => {
  const folder = mkdtempSync(join(tmpdir(), 'zerolm-forward-'));
  let whole: ReadonlyMap<string, Float64Array> = new Map();
  beforeAll(() => {
    const file = join(folder, 'tensors.bin');
    execFileSync(PYTHON, [script, file], { env: { ...process.env, OMP_NUM_THREADS: '1' } });
    whole = readWhole(readFileSync(file));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each(CASES)('of $id equal those of PyTorch: catches what a sum would hide', async (known) => {
    let compared = 0;
    for (const pass of kinds) {
      const [kind] = pass;
      for (const { name, entries } of await tensorsOf(known, pass)) {
        const expected = whole.get(`${known.id}/${name}`);
        if (expected === undefined) {
          expect(normOf(entries), name).toBeLessThan(SMALLEST_NORM * TOLERANCE);
          continue;
        }
        const off = normOf(entries.map((entry, place) => entry - (expected[place] ?? NaN)));
        const tolerance = kind === 'linear' ? LINEAR_TOLERANCE : TOLERANCE;
        expect(off / Math.max(normOf(expected), SMALLEST_NORM), name).toBeLessThan(tolerance);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(50);
  });
});

function normOf(entries: Float64Array): number {
  return Math.sqrt(entries.reduce((sum, entry) => sum + entry * entry, 0));
}

/** The file of whole tensors that the script writes. */
function readWhole(file: Buffer): Map<string, Float64Array> {
  const length = Number(file.readBigUInt64LE());
  const header = JSON.parse(file.toString('utf8', 8, 8 + length)) as Record<
    string,
    { shape: number[]; at: number }
  >;
  const entries = new Float64Array(new Uint8Array(file.subarray(8 + length)).buffer);
  return new Map(
    Object.entries(header).map(([name, { shape, at }]) => {
      const size = shape.reduce((product, side) => product * side, 1);
      return [name, entries.subarray(at, at + size)];
    }),
  );
}
