import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Architecture } from '../../src/architecture/architecture.ts';
import { readRecord } from '../../src/formats/registry.ts';
import { memoryBounds } from '../../src/proxy-runs/memory-bounds.ts';
import { findMemoryProblem } from '../../src/proxy-runs/memory-need.ts';
import { prepareNetwork, type RunSettings } from '../../src/proxy-runs/network-scorer.ts';
import { NETWORK_PROXIES } from '../../src/proxies/registry.ts';
import { sampleFlexibertSpec } from '../../src/search-space/sample-flexibert-spec.ts';
import { ROOT } from '../cli/run.ts';
import { CASES } from '../forward/cases.ts';

function read(record: object): Architecture {
  const { candidate } = readRecord(record, { source: '', defaultId: 'x', build: 'declared' });
  if (candidate === undefined) throw new Error('refused');
  return candidate.architecture;
}

const fixture = (path: string): object =>
  JSON.parse(readFileSync(join(ROOT, 'fixtures', path), 'utf8')) as object;

const MODELS: readonly Architecture[] = [
  ...CASES.map(({ architecture }) => architecture),
  ...[0, 1, 2].map((index) => read(sampleFlexibertSpec(3, index))),
  read(fixture('bert-family/bert-tiny.json')),
  read(fixture('bert-family/bert-small.json')),
];

const DECODERS: readonly Architecture[] = [
  { model_type: 'llama', num_key_value_heads: 2, tie_word_embeddings: false },
  { model_type: 'gemma', num_key_value_heads: 1, head_dim: 128 },
  { model_type: 'mixtral', num_key_value_heads: 2, num_local_experts: 8, num_experts_per_tok: 2 },
].map((record) =>
  read({
    ...{ vocab_size: 20_000, hidden_size: 256, intermediate_size: 512 },
    ...{ num_hidden_layers: 2, num_attention_heads: 4, ...record },
  }),
);

describe('memoryBounds', () => {
  test.each([
    ['llama', 0],
    ['gemma', 1],
    ['mixtral', 2],
  ])('hold that of a %s: catches a head that counts, or experts that do not', (_, index) => {
    const model = DECODERS[index];
    if (model === undefined) throw new Error('no model');
    const settings: RunSettings = {
      ...{ batch: 4, sequenceLength: 128, tokens: null },
      loss: 'next-token',
      initialization: 'normal',
      own: {},
    };
    const { bytes } = prepareNetwork(model, NETWORK_PROXIES, settings);
    const { low, high } = memoryBounds(model, settings);
    expect(low).toBeLessThanOrEqual(bytes);
    expect(high).toBeGreaterThanOrEqual(bytes);
    expect(high).toBeLessThan(6 * bytes);
  });

  test.each([
    [1, 4],
    [4, 6],
    [2, 12],
  ])(
    'hold what the graph takes between them, of a batch of %i x %i: catches a limit that is not kept',
    (batch, sequenceLength) => {
      const settings: RunSettings = {
        ...{ batch, sequenceLength, tokens: null },
        loss: 'next-token',
        initialization: 'normal',
        own: {},
      };
      let built = 0;
      for (const model of MODELS) {
        const { bytes } = prepareNetwork(model, NETWORK_PROXIES, settings);
        if (bytes === 0) continue;
        built += 1;
        const { low, high } = memoryBounds(model, settings);
        expect(low).toBeLessThanOrEqual(bytes);
        expect(high).toBeGreaterThanOrEqual(bytes);
        // Not so far above that every architecture would have to be built to be sure.
        expect(high).toBeLessThan(6 * bytes + 60e6);
      }
      expect(built).toBeGreaterThan(10);
    },
  );

  test('hold it of long sequences and of large batches', () => {
    const [model] = MODELS.slice(-2);
    if (model === undefined) throw new Error('no model');
    for (const [batch, sequenceLength] of [
      [1, 512],
      [64, 16],
    ] as const) {
      const settings: RunSettings = {
        ...{ batch, sequenceLength, tokens: null },
        loss: 'next-token',
        initialization: 'normal',
        own: {},
      };
      const { bytes } = prepareNetwork(model, NETWORK_PROXIES, settings);
      const { low, high } = memoryBounds(model, settings);
      expect(low).toBeLessThanOrEqual(bytes);
      expect(high).toBeGreaterThanOrEqual(bytes);
    }
  });
});

describe('findMemoryProblem', () => {
  test('says what is needed, what there may be and what to do', () => {
    expect(findMemoryProblem(1e9, 2e9)).toBeNull();
    expect(findMemoryProblem(2e9, 2e9)).toMatch(
      /^to run it takes about 2\.55 GB, and the memory limit is 2 GB: raise --memory-limit/,
    );
    expect(findMemoryProblem(1e8, 3e8, true)).toMatch(/^to run it takes more than 365 MB, and/);
  });
});
