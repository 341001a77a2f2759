import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inventory } from '../../src/architecture/inventory.ts';
import { BUILDS, type ReadRecord } from '../../src/formats/candidate-format.ts';
import { CANDIDATE_FORMATS, readRecord } from '../../src/formats/registry.ts';
import { CONFIGS } from './hugging-face/configs.ts';
import { dictionary, huggingFace, hwGpt, layer, lts, problemsOf, spec } from './specs.ts';
import { casesOf } from '../sweeps.ts';

describe('readRecord', () => {
  test.each([
    [null, 'null'],
    [7, '7'],
    ['bert', '"bert"'],
    [[], 'a list of 0'],
    [[spec()], 'a list of 1'],
    [{}, 'an empty object'],
    [{ model: 'bert', layers: 12 }, 'an object with "model", "layers"'],
    [
      { a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1 },
      'an object with "a", "b", "c", "d", "e" and 2 more',
    ],
  ])('%j is of no known form, and the message says which there are', (record, quoted) => {
    const [problem = '', ...others] = problemsOf(record);
    const start = `spec.json: ${quoted} is no spec: expected an object with "`;
    expect(problem.slice(0, start.length)).toBe(start);
    expect(problem).toContain('"arch" (an HW-GPT-Bench record)');
    for (const { shownBy, title } of CANDIDATE_FORMATS) {
      expect(problem.slice(start.length - 1)).toContain(`${shownBy} (${title})`);
    }
    expect(others).toEqual([]);
  });

  test('an object that only inherits the keys of a form is of none', () => {
    const [problem = ''] = problemsOf(JSON.parse('{"__proto__": {"id": 1}}'));
    expect(problem).toContain('an object with "__proto__" is no spec');
  });
});

const published = {
  id: 1,
  scores: { glue: 70 },
  hparams: { learning_rate: 1, model_hparam_overrides: spec() },
};
const twoLayers = spec({
  id: 'a',
  vocab_size: 100,
  nas_config: {
    encoder_layers: [
      layer(),
      layer({ operation_type: 'DSC', operation_parameter: 5 }),
      layer({ operation_type: 'LT', operation_parameter: 'DFT', num_feed_forward: 3 }),
    ],
  },
});

/** Values that a place of a spec may be broken with: of any type, and the numbers at every edge. */
const anything = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(0, -0, -1, 0.5, 2 ** 53, 1e308, Infinity, -Infinity, NaN, undefined, null),
  fc.constantFrom('SA', 'LT', 'DSC', 'SDP', 'sa', 'c', '5', '', '\u001b[2J', '\ud800'),
  fc.integer({ min: -5, max: 300 }),
  fc.constantFrom([], {}, [[]], { encoder_layers: [] }),
);

/** Paths to everything inside a value, itself included. */
function pathsIn(value: unknown): PropertyKey[][] {
  if (typeof value !== 'object' || value === null) return [[]];
  return [
    [],
    ...Object.keys(value).flatMap((key) =>
      pathsIn(Reflect.get(value, key)).map((path) => [key, ...path]),
    ),
  ];
}

/** A copy in which the value at a path is another, or the key is another, or is gone. */
function mutated(value: unknown, path: readonly PropertyKey[], change: Change): unknown {
  const [key, ...rest] = path;
  if (key === undefined || typeof value !== 'object' || value === null) return change.value;
  if (rest.length > 0 || change.kind === 'replace') {
    const copy: unknown = Array.isArray(value) ? [...(value as unknown[])] : { ...value };
    if (typeof copy === 'object' && copy !== null) {
      Reflect.set(copy, key, mutated(Reflect.get(value, key), rest, change));
    }
    return copy;
  }
  const entries = Object.entries(value).filter(([name]) => name !== key);
  return Object.fromEntries(
    change.kind === 'remove' ? entries : [...entries, [change.name, Reflect.get(value, key)]],
  );
}

interface Change {
  readonly kind: 'replace' | 'remove' | 'rename';
  readonly name: string;
  readonly value: unknown;
}

const changes: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('replace', 'remove', 'rename'),
  name: fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'hparams', 'o', 'id')),
  value: anything,
});

const mutants = fc
  .constantFrom<unknown>(
    spec(),
    twoLayers,
    published,
    dictionary(),
    lts(),
    hwGpt(),
    huggingFace(),
    ...Object.values(CONFIGS),
  )
  .chain((record) =>
    fc.array(fc.tuple(fc.nat(), changes), { minLength: 1, maxLength: 3 }).map((steps) =>
      steps.reduce<unknown>((value, [index, change]) => {
        const paths = pathsIn(value);
        return mutated(value, paths[index % paths.length] ?? [], change);
      }, record),
    ),
  );

function check(record: unknown, result: ReadRecord): void {
  const { candidate, problems } = result;
  if (candidate === undefined) {
    expect(problems.length, JSON.stringify(record)).toBeGreaterThan(0);
    return;
  }
  expect(problems).toEqual([]);
  expect(candidate.id).toMatch(/^\S/);
  for (const { hiddenSize, numAttentionHeads, operation } of candidate.architecture.blocks) {
    const headSize = operation.kind === 'self-attention' ? operation.headSize : null;
    if (headSize === null) expect(hiddenSize % numAttentionHeads).toBe(0);
    else expect(headSize).toBeGreaterThan(0);
  }
  for (const { shape } of inventory(candidate.architecture, 'normal')) {
    for (const size of shape) expect(Number.isInteger(size) && size > 0).toBe(true);
  }
}

describe('readRecord, whatever it is given,', () => {
  const context = { source: 'x', defaultId: 'x' };

  test('turns a broken spec into a candidate whose weights all have a size, or into a problem', () => {
    fc.assert(
      fc.property(mutants, fc.constantFrom(...BUILDS), (record, build) => {
        check(record, readRecord(record, { ...context, build }));
      }),
      { numRuns: casesOf(2000) },
    );
  });

  test('does not throw at any other value either', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), (record) => {
        check(record, readRecord(record, { ...context, build: 'declared' }));
      }),
      { numRuns: 500 },
    );
  });
});

describe('CANDIDATE_FORMATS', () => {
  test('two formats of one name could not be told apart', () => {
    const names = CANDIDATE_FORMATS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  test('each form is recognized by its own format alone', () => {
    const recognizing = (record: object): string[] =>
      CANDIDATE_FORMATS.filter(({ recognizes }) => recognizes(record)).map(({ name }) => name);
    expect(recognizing(spec())).toEqual(['flexibert']);
    expect(recognizing(published)).toEqual(['flexibert']);
    expect(recognizing(dictionary())).toEqual(['flexibert-dictionary']);
    expect(recognizing(lts())).toEqual(['lite-transformer-search']);
    expect(recognizing(hwGpt())).toEqual(['hw-gpt-bench']);
    expect(recognizing(huggingFace())).toEqual(['hugging-face']);
    // It comes first of those that take it for their own.
    expect(recognizing(lts({ model_type: 'hf_gpt2' }))[0]).toBe('lite-transformer-search');
    expect(recognizing({ h: 1, o: 2 })).toEqual([]);
  });
});

describe('a family that was asked for', () => {
  const readWith = (record: unknown): string[] =>
    readRecord(record, {
      source: 'x',
      defaultId: 'x',
      build: 'declared',
      family: 'gpt2',
    }).warnings.map(({ message }) => message);

  test('is said to be ignored where it means nothing', () => {
    const message = 'gpt2: ignored, since this is not a LiteTransformerSearch config';
    for (const record of [spec(), dictionary(), hwGpt(), huggingFace()]) {
      expect(readWith(record)).toEqual([message]);
    }
    expect(readWith(lts())).toEqual([]);
  });
});
