import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EXPERT_COUNTS } from '../../src/architecture/mixture-of-experts.ts';
import { BUILDS, LTS_FAMILIES } from '../../src/formats/candidate-format.ts';
import { loadQuickReader, readQuickly } from '../../src/formats/quick-reader.ts';
import { readyChecks, type ReadyChecks } from '../../src/formats/ready-check.ts';
import { READY_CHECKS } from '../../src/formats/ready-checks.ts';
import { READY_CONFIG_CHECKS } from '../../src/formats/ready-config-checks.ts';
import { CANDIDATE_FORMATS, readRecord } from '../../src/formats/registry.ts';
import { sampleFlexibertSpec } from '../../src/search-space/sample-flexibert-spec.ts';
import { CONFIGS } from './hugging-face/configs.ts';
import { dictionary, huggingFace, hwGpt, layer, lts, spec, specOf } from './specs.ts';
import { casesOf } from '../sweeps.ts';

const read = await loadQuickReader();
const ALL_CHECKS: ReadyChecks = new Map([...READY_CHECKS, ...READY_CONFIG_CHECKS]);
const quickReads = CANDIDATE_FORMATS.map((format) => ({
  format,
  quick: format.quicken(readyChecks(ALL_CHECKS)),
}));

const CONTEXT = { source: 'specs.ndjson:7', defaultId: 'specs:7', build: 'declared' } as const;

const published = (overrides: object, changes: object = {}): object => ({
  id: 3,
  is_running: false,
  completed: true,
  time_to_train: 3399.7,
  scores: { cola: 42.69, glue: 74.73 },
  hparams: {
    use_tpu: true,
    num_tpu_cores: 8,
    tpu_name: 'grpc://',
    learning_rate: 0.0005,
    eval_batch_size: 128,
    train_batch_size: 128,
    num_train_steps: 100000,
    model_hparam_overrides: overrides,
  },
  ...changes,
});

const layers = fc.constantFrom(
  layer(),
  layer({ operation_parameter: 'WMA', num_feed_forward: 3 }),
  layer({ operation_type: 'LT', operation_parameter: 'DFT', num_operation_heads: 2 }),
  layer({ operation_type: 'DSC', operation_parameter: 9, num_operation_heads: 1 }),
);
const specs = fc
  .tuple(fc.array(layers, { minLength: 1, maxLength: 4 }), fc.constantFrom(128, 256, 384))
  .map(([own, hidden_size]) => ({ ...specOf(...own), hidden_size }));
const full = {
  vocab_size: 1000,
  embedding_size: 64,
  max_position_embeddings: 32,
  type_vocab_size: 0,
  initializer_range: 0.05,
};
const mixed = {
  l: 3,
  o: ['c', 'sa', 'l'],
  h: [128, 256, 128],
  n: [4, 2, 8],
  f: [[9], [1, 2], [3]],
};
const records = fc.oneof(
  specs,
  specs.map((own) => ({ $schema: 'x', id: 'a', scores: { q: -1 }, ...own, ...full })),
  specs.map((own) => published(own)),
  specs.map((own) => published({ ...own, ...full }, { id: 'named', completed: undefined })),
  fc.constantFrom(
    dictionary(),
    dictionary({ id: 'd', scores: { q: 1 }, ...full }),
    { ...mixed, p: [5, 'wma', 'dct'] },
    { ...mixed, p: ['13', 'sdp', 'dft'] },
  ),
  fc.constantFrom(
    lts(),
    lts({ d_head: 4, d_embed: null, div_val: 1, id: 'x', scores: { valid_ppl: 3 } }),
    lts({ experiment_name: 'nv_xformer_xl', d_head: 5, n_head: 2, d_inner: 9, lr: 0.1 }),
    lts({ model_type: 'hf_gpt2', cutoffs: null, tie_projs: [], tie_weight: false }),
    hwGpt(),
    hwGpt({ sample_n_head: [5, 5, 7], sample_bias: false }, { scores: { q: 1 } }),
    huggingFace(),
    huggingFace({ num_key_value_heads: null, head_dim: 5, id: 'x', scores: { q: 1 } }),
    ...Object.values(CONFIGS),
    ...Object.values(CONFIGS).map(({ model_type }) => ({ model_type })),
    { model_type: 'gpt2', n_embd: 24, n_layer: 2, num_attention_heads: 4 },
    { model_type: 't5', hidden_size: 24, num_layers: 2, is_gated_act: true },
  ),
);

/** What a mutation puts in the place of something: near the edges of what is allowed. */
const intruders: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    ...[0, -0, 1, 2, 3, 4, 5, 7, 9, 128, 1023, 1024, 1025, 2 ** 16, 2 ** 16 + 1, 2 ** 18 + 1],
    ...[2 ** 24, 2 ** 24 + 1, 2 ** 53, -1, 0.5, 1e-320, 1000, 1000.5, 1e308],
    ...[
      '',
      'a',
      ' a',
      'a ',
      'a\n',
      '\u202E',
      '\ud800',
      'é',
      '😀',
      'x'.repeat(200),
      '€'.repeat(201),
    ],
    ...['llama', 'bert', 't5', 'gated-gelu', 'c2p|p2c', 'lama', 'layer_norm'],
    ...['SA', 'LT', 'DSC', 'SDP', 'WMA', 'DCT', 'sa', 'c', 'l', 'sdp', '7', '8', '1025', '07'],
    ...[null, true, false, [], {}, [1], [[1]], [[]], { a: 1 }, { glue: 1 }, { glue: '1' }],
  ),
  fc.jsonValue({ maxDepth: 2 }),
);
const newKeys = fc.constantFrom(
  ...['id', 'scores', 'hparams', 'nas_config', 'l', 'vocab_size', 'hiden_size', 'use_tpu'],
  ...['model_type', 'num_key_value_heads', 'head_dim', 'quantization_config', 'mlp_only_layers'],
  ...['experiment_name', 'div_val', 'lr', 'tied', 'sample_bias', 'perplexity', 'arch', 'd_inner'],
  ...['n_embd', 'num_experts', 'is_gated_act', 'auto_map', 'layer_types', 'feed_forward_proj'],
  ...['__proto__', 'constructor', 'toString', 'is_running', '$schema', 'initializer_range', 'p'],
);

/** A copy that shares nothing, through JSON text as files hold it. */
const copy = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

type Container = Record<string, unknown> | unknown[];

function containersOf(value: unknown): Container[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = value as Container;
  return [own, ...Object.values(own).flatMap(containersOf)];
}

interface Mutation {
  readonly where: number;
  readonly which: number;
  readonly kind: 'replace' | 'remove' | 'add';
  readonly key: string;
  readonly value: unknown;
}

/** A change as if by hand: to a copy, at any depth. A key is defined, as JSON.parse does it. */
function mutate(record: unknown, { where, which, kind, key, value }: Mutation): void {
  const containers = containersOf(record);
  const target = containers[where % Math.max(containers.length, 1)];
  if (target === undefined) return;
  const keys = Object.keys(target);
  const chosen = keys[which % Math.max(keys.length, 1)];
  const define = (name: string): void => {
    Object.defineProperty(target, name, {
      value: copy(value),
      enumerable: true,
      writable: true,
      configurable: true,
    });
  };
  if (kind === 'add') {
    if (Array.isArray(target)) target.push(copy(value));
    else define(key);
  } else if (chosen !== undefined) {
    if (kind === 'replace') define(chosen);
    else if (Array.isArray(target)) target.splice(which % target.length, 1);
    else Reflect.deleteProperty(target, chosen);
  }
}

const mutations: fc.Arbitrary<Mutation> = fc.record({
  where: fc.nat({ max: 50 }),
  which: fc.nat({ max: 20 }),
  kind: fc.constantFrom('replace', 'remove', 'add'),
  key: newKeys,
  value: intruders,
});

describe('loadQuickReader', () => {
  test('reads what readRecord reads, of thousands of records that were changed by hand: catches a check that lets a mistake pass', () => {
    const cases = casesOf(40_000);
    let accepted = 0;
    let refused = 0;
    fc.assert(
      fc.property(
        records,
        fc.array(mutations, { maxLength: 3 }),
        fc.constantFrom(...BUILDS),
        fc.constantFrom(undefined, undefined, ...LTS_FAMILIES),
        fc.constantFrom(undefined, ...EXPERT_COUNTS),
        (record, changes, build, family, experts) => {
          const value = copy(record);
          for (const change of changes) mutate(value, change);
          const context = {
            ...CONTEXT,
            build,
            ...(family !== undefined && { family }),
            ...(experts !== undefined && { experts }),
          };
          const expected = readRecord(copy(value), context);
          if (expected.problems.length > 0) refused += 1;
          else accepted += 1;
          expect(read(copy(value), context)).toStrictEqual(expected);
          expect(readQuickly(copy(value), context)).toStrictEqual(expected);
        },
      ),
      { numRuns: cases },
    );
    // Or the mutations are too gentle, or too rough, to say anything.
    expect(accepted).toBeGreaterThan(cases / 5);
    expect(refused).toBeGreaterThan(cases / 5);
  });

  test('reads in the form that the keys showed: catches defaults, filled in, that show another', () => {
    const config = { model_type: 'gpt2', vocab_size: 40, n_embd: 24, n_layer: 2, d_inner: 8 };
    expect(read(copy(config), CONTEXT)).toStrictEqual(readRecord(copy(config), CONTEXT));
    expect(readRecord(copy(config), CONTEXT).candidate).toBeDefined();
  });

  test('reads what readRecord reads of what is no object at all', () => {
    fc.assert(
      fc.property(fc.oneof(intruders, fc.jsonValue()), (value) => {
        expect(read(copy(value), CONTEXT)).toStrictEqual(readRecord(copy(value), CONTEXT));
      }),
      { numRuns: casesOf(3000) },
    );
  });

  const taken = (record: object, build: (typeof BUILDS)[number] = 'declared'): boolean =>
    quickReads
      .find(({ format }) => format.recognizes(record))
      ?.quick(structuredClone(record), { ...CONTEXT, build }) !== undefined;

  test('takes every valid form the quick way: catches a check that refuses all and is equal for it', () => {
    for (let index = 0; index < 200; index++) {
      expect(taken(sampleFlexibertSpec(3, index))).toBe(true);
      expect(taken(published(sampleFlexibertSpec(3, index)))).toBe(true);
    }
    expect(taken(dictionary())).toBe(true);
    expect(taken({ ...mixed, p: ['13', 'sdp', 'dft'], ...full, id: 5, scores: {} })).toBe(true);
    expect(taken(lts())).toBe(true);
    expect(taken(lts({ experiment_name: 'nv_xformer_xl', lr: 0.1, d_head: 7 }))).toBe(true);
    expect(taken(hwGpt())).toBe(true);
    expect(taken(hwGpt({ sample_n_head: [5, 5, 5] }), 'trained')).toBe(true);
    expect(taken(huggingFace())).toBe(true);
    for (const config of Object.values(CONFIGS)) expect(taken(config)).toBe(true);
    expect(taken({ $schema: 'x', ...spec(full), id: 'a b', scores: { 'c d': 1 } })).toBe(true);
  });

  test.each([
    ['heads that do not divide', specOf({ num_operation_heads: 3 })],
    ['heads of a dictionary that do not divide', dictionary({ n: [2, 3, 4, 4] })],
    ['an even kernel', specOf({ operation_type: 'DSC', operation_parameter: 4 })],
    ['an even kernel of a dictionary', { ...mixed, p: ['4', 'sdp', 'dft'] }],
    ['lists of different lengths', dictionary({ l: 3 })],
    ['an id with an escape', spec({ id: 'a\u001b' })],
    ['an id that is too long', spec({ id: 'x'.repeat(201) })],
    ['an unknown key', spec({ hiden_size: 1 })],
    ['an unknown key of a layer', specOf({ dropout: 0.1 })],
    ['an unknown key of a record', published(spec(), { notes: 'x' })],
    ['a config that tells no family', copy(lts({ weight_init_type: undefined })) as object],
    ['a list of another length', lts({ n_head: [2] })],
    ['heads that share no hidden size', hwGpt({ sample_n_head: [5, 5, 5] })],
    ['heads that do not share keys', huggingFace({ num_key_value_heads: 3 })],
    ['a key that shapes weights', huggingFace({ quantization_config: { bits: 4 } })],
    ['a family that nobody knows', huggingFace({ model_type: 'lama' })],
    ['a layer twice', hwGpt({ sample_layer_indices: [1, 1] })],
    ['infinity', spec({ initializer_range: Infinity })],
  ])('leaves %s to the slow way, which has a word to say about it', (_, record) => {
    expect(taken(record)).toBe(false);
  });

  test('leaves heads that the released build does not divide to the slow way', () => {
    const heads = { ...specOf({ num_operation_heads: 3 }), hidden_size: 192 };
    expect([taken(heads), taken(heads, 'released')]).toEqual([true, false]);
  });
});
