import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { InspectDocument } from '../../src/report/documents/inspect-document.ts';
import { inspectReport } from '../../src/report/inspect-report.ts';
import { jsonSchemas } from '../../src/report/json-schemas.ts';
import { render } from '../../src/report/render.ts';
import { init } from '../../src/workflows/init.ts';
import { inspect, type InspectRequest } from '../../src/workflows/inspect.ts';
import { problemsOf, valueOf, warningsOf } from './outcomes.ts';

const TINY = 'fixtures/bert-family/bert-tiny.json';
const MIXTRAL = {
  model_type: 'mixtral',
  vocab_size: 100,
  hidden_size: 32,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  intermediate_size: 48,
  num_local_experts: 4,
  num_experts_per_tok: 1,
};

let folder = '';
let mixtral = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-inspect-'));
  mixtral = join(folder, 'mixtral.json');
  writeFileSync(mixtral, JSON.stringify(MIXTRAL));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const inspected = async (request: InspectRequest): Promise<InspectDocument> =>
  valueOf(await inspect(request)).document;

describe('inspect(request)', () => {
  test('lists what a pass holds in memory, by a valid document: catches a part that is left out', async () => {
    const document = await inspected({
      input: mixtral,
      memory: true,
      dtype: 'int8',
      context: 10,
      batch: 3,
      sequenceLength: 1,
    });
    const { memory, parameters } = document;
    // Keys and values of two heads of eight numbers, in two layers.
    const cache = 3 * 10 * 2 * 2 * 2 * 8;
    expect(memory?.settings).toEqual({ batch: 3, sequenceLength: 1, dtype: 'int8', context: 10 });
    expect(memory?.parts.slice(0, 2)).toEqual([
      { part: 'weights', numbers: parameters.total, dtype: 'int8', bytes: parameters.total },
      { part: 'cache', numbers: cache, dtype: 'f16', bytes: 2 * cache },
    ]);
    expect(memory?.parts.map(({ part }) => part)).toEqual(['weights', 'cache', 'activations']);
    expect(memory?.total).toBe(memory?.parts.reduce((sum, { bytes }) => sum + bytes, 0));
    const isInspect = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
      jsonSchemas.inspect(),
    );
    expect(isInspect(document), JSON.stringify(isInspect.errors)).toBe(true);

    const table = await render(inspectReport(document), 'table', false);
    expect(table).toContain('Memory of a pass over 3 x 1 tokens, context 10');
    expect(table).toMatch(/keys and values +1,920 +f16 +3,840/);
  });

  test('lists in single precision without a context where nothing is said, and nothing unless asked', async () => {
    const { memory } = await inspected({ input: TINY, memory: true });
    expect(memory?.settings).toEqual({ batch: 1, sequenceLength: 128 });
    expect(memory?.parts.map(({ part, dtype }) => [part, dtype])).toEqual([
      ['weights', 'f32'],
      ['activations', 'f32'],
    ]);
    expect(await inspected({ input: TINY })).not.toHaveProperty('memory');
  });

  test('lists active parameters beside all of a mixture, and of nothing else', async () => {
    const document = await inspected({ input: mixtral });
    const { parameters, active } = document;
    // Three experts of three matrices in two layers take no part in a token.
    const idle = 2 * 3 * 3 * 32 * 48;
    expect(active).toEqual({
      ...parameters,
      feedForward: parameters.feedForward - idle,
      total: parameters.total - idle,
    });
    const table = await render(inspectReport(document), 'table', false);
    expect(table).toMatch(/part +matrices +parameters +active/);
    expect(await inspected({ input: TINY })).not.toHaveProperty('active');
  });

  test('warns of what it passes over without --memory, each option once', async () => {
    const outcome = await inspect({ input: TINY, dtype: 'f16', context: 9 });
    expect(warningsOf(outcome)).toBe(
      '--dtype: ignored: there is no --memory\n--context: ignored: there is no --memory',
    );
  });

  test('refuses the memory of what nobody can run: catches a number that means nothing', async () => {
    expect(problemsOf(await inspect({ input: TINY, memory: true, context: 9 }))).toContain(
      '--memory: it keeps no keys and values',
    );
    expect(problemsOf(await inspect({ input: TINY, memory: true, sequenceLength: 513 }))).toContain(
      '--memory: a sequence of 513 is longer than its 512 positions',
    );
    const out = join(folder, 'tiny.safetensors');
    valueOf(await init({ input: TINY, out }));
    expect(problemsOf(await inspect({ input: out, memory: true }))).toContain(
      '--memory: a checkpoint does not say how its weights are put together',
    );
  });
});
