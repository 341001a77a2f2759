import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { latencyDocument } from '../../src/report/documents/latency-document.ts';
import { rankDocument } from '../../src/report/documents/rank-document.ts';
import { loadRuntime } from '../../src/runtime/load-runtime.ts';
import { loadedBy } from './loaded.ts';
import { measured, ODD_HEADS, QUICK, refused } from './measured-runs.ts';
import { outputOf, zerolm, zerolmAfresh } from './run.ts';

const TINY = 'fixtures/bert-family/bert-tiny.json';
const MINI = 'fixtures/bert-family/bert-mini.json';
const CANDIDATES = 'fixtures/flexibert-candidates';

const { ok } = await loadRuntime();

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-latency-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function written(name: string, record: object): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(record));
  return path;
}

const oddHeads = (): string => written('odd.json', ODD_HEADS);

describe.skipIf(!ok)('zerolm latency (needs onnxruntime-node)', () => {
  it('prints times with all that they rest on, in every form: catches a number without its machine', () => {
    const isDocument = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
      JSON.parse(outputOf(['schema', 'latency'])) as object,
    );
    const printed: unknown = JSON.parse(
      measured('latency', TINY, MINI, ...QUICK, '--format', 'json'),
    );
    expect(isDocument(printed), JSON.stringify(isDocument.errors)).toBe(true);
    const { settings, machine, models } = latencyDocument.strict().parse(printed);
    expect(settings).toEqual({
      ...{ build: 'default', batch: 1, sequenceLength: 16, threads: 1 },
      ...{ warmUp: 1, repeats: 6, seed: 0, initialization: 'normal' },
    });
    expect(machine.onnxruntime).toMatch(/^\d+\.\d+\.\d+/);
    expect(models.map(({ id, parameters }) => [id, parameters])).toEqual([
      ['bert-tiny', 4_369_408],
      ['bert-mini', 11_104_768],
    ]);
    for (const { milliseconds, tokensPerSecond } of models) {
      const { median, lowerQuartile, upperQuartile, fastest } = milliseconds;
      const rising = [fastest, lowerQuartile, median, upperQuartile];
      expect(rising).toEqual(rising.toSorted((a, b) => a - b));
      expect(tokensPerSecond).toBeCloseTo((1000 * 16) / median, 6);
    }

    const table = measured('latency', TINY, MINI, ...QUICK, '--batch', '2');
    expect(table).toContain('latency: a forward pass over 2 x 16 tokens, in milliseconds');
    expect(table).toContain('timed: 6 passes of each, in turns, after 1 to warm up; 1 thread');
    expect(table).toContain(`${machine.platform}, onnxruntime ${machine.onnxruntime}`);
    const widths = table
      .split('\n')
      .slice(4)
      .map(({ length }) => length);
    expect(Math.max(...widths)).toBeLessThanOrEqual(80);

    const records = measured('latency', TINY, ...QUICK, '--format', 'ndjson')
      .trim()
      .split('\n');
    expect(records.map((line) => (JSON.parse(line) as { record: string }).record)).toEqual([
      ...['settings', 'model', 'machine'],
    ]);
    const csv = measured('latency', TINY, ...QUICK, '--format', 'csv');
    const [row] = parse<Record<string, string>>(csv, { columns: true });
    expect(Object.keys(row ?? {})).toEqual([
      ...['id', 'median', 'lowerQuartile', 'upperQuartile', 'fastest', 'medianDeviation'],
      ...['tokensPerSecond', 'parameters'],
    ]);
    expect(measured('latency', TINY, ...QUICK, '--format', 'markdown')).toContain(
      '| id | median ms |',
    );
  });

  it('names everything that is wrong before it measures: catches a file that is reached after an hour', () => {
    const layers = [
      { operation_type: 'SA', operation_parameter: 'SDP', num_operation_heads: 2 },
    ].map((one) => ({ ...one, feed_forward_dimension: 64, num_feed_forward: 1 }));
    const short = written('short.json', {
      ...{ hidden_size: 16, max_position_embeddings: 100, nas_config: { encoder_layers: layers } },
    });
    const errors = refused(zerolm(['latency', TINY, oddHeads(), short]))
      .trim()
      .split('\n');
    expect(errors).toHaveLength(2);
    expect(errors[0]).toMatch(/^error: .*odd\.json: .*can't be run/);
    expect(errors[1]).toMatch(/^error: .*short\.json: a sequence of 128 tokens is too long/);
    expect(refused(zerolm(['latency', 'no-such-file.json']))).toContain('no-such-file.json');
    expect(refused(zerolm(['latency', 'fixtures/broken/kernel-even.json']))).toContain(
      'expected an odd whole number',
    );
  });

  it.each([
    ['--repeats', '0'],
    ['--warm-up', '-1'],
    ['--threads', '0'],
    ['--batch', 'x'],
    ['--sequence-length', '0'],
    ['--memory-limit', '2'],
  ])('refuses %s %s: catches a measurement of nothing', (option, value) => {
    expect(refused(zerolm(['latency', TINY, option, value]))).toContain(`'${option} <`);
  });

  it('says before it starts what takes more memory than allowed: catches a machine that swaps', () => {
    const errors = refused(zerolm(['latency', CANDIDATES, '--memory-limit', '1M']));
    expect(errors).toMatch(
      /^error: candidate-00 takes about \d+ MB \(and 23 more too much\), and the memory limit is 1 MB: raise --memory-limit, or /,
    );
  });

  it('counts one pass as one: catches 1 passes', () => {
    const { stdout } = zerolm(['latency', TINY, '--repeats', '1', '--sequence-length', '8']);
    expect(stdout).toContain('timed: 1 pass of each, in turns');
  });

  it('warns of experts: catches times of all of them that pass for those of the routed ones', () => {
    const mixtral = written('mixtral.json', {
      ...{ model_type: 'mixtral', vocab_size: 90, hidden_size: 16, intermediate_size: 32 },
      ...{ num_hidden_layers: 1, num_attention_heads: 2, num_key_value_heads: 1 },
    });
    for (const args of [['latency'], ['rank', '--cost', 'latency']]) {
      const { status, stderr } = zerolm([...args, TINY, mixtral, ...QUICK]);
      expect(status, stderr).toBe(0);
      expect(stderr).toMatch(/^warning: latency: 1 of 2 models have experts, and every token/m);
    }
  });

  it('warns of more threads than cores: catches times of threads that wait', () => {
    const cores = availableParallelism();
    const threads = String(cores + 1);
    const { status, stderr } = zerolm(['latency', TINY, ...QUICK, '--threads', threads]);
    expect(status).toBe(0);
    expect(stderr).toContain(`warning: --threads: ${threads} threads share ${cores} cores: `);
  });

  it('says what to do where the runtime is not installed, before it reads: catches a stack trace', () => {
    const hooks = join(folder, 'hooks.mjs');
    writeFileSync(
      hooks,
      `export async function resolve(name, context, next) {
        if (name !== 'onnxruntime-node') return next(name, context);
        throw Object.assign(new Error("Cannot find package 'onnxruntime-node'"), { code: 'ERR_MODULE_NOT_FOUND' });
      }`,
    );
    const register = join(folder, 'register.mjs');
    writeFileSync(
      register,
      `import { register } from 'node:module';
      register(${JSON.stringify(pathToFileURL(hooks).href)});`,
    );
    const env = { NODE_OPTIONS: `--import ${pathToFileURL(register).href}` };
    for (const args of [
      ['latency', 'no-such-file.json'],
      ['rank', 'no-such-file.json', '--cost', 'latency'],
    ]) {
      expect(refused(zerolmAfresh(args, { env }))).toMatch(
        /^error: running a network needs the package onnxruntime-node, which is not installed: npm install/m,
      );
    }
    expect(zerolmAfresh(['rank', CANDIDATES, '--cost', 'memory'], { env }).status).toBe(0);
  });
});

describe.skipIf(!ok)('zerolm rank --cost latency (needs onnxruntime-node)', () => {
  it('measures every candidate and marks the front: catches times under another id', () => {
    const page = join(folder, 'latency.html');
    const args = ['rank', CANDIDATES, '--cost', 'latency', '--measure', '24', ...QUICK];
    const document = rankDocument
      .strict()
      .parse(JSON.parse(measured(...args, '--report', page, '--format', 'json')));
    const { ranking, front, settings } = document;
    expect(settings.cost).toMatchObject({
      ...{ name: 'latency', unit: 'ms', batch: 1, sequenceLength: 16 },
      timing: { threads: 1, warmUp: 1, repeats: 6 },
    });
    expect(front?.of).toBe(24);
    for (const { id, cost } of ranking) {
      const [low = NaN, high = NaN] = cost?.quartiles ?? [];
      expect(low <= cost!.value && cost!.value <= high, id).toBe(true);
    }
    const best = Math.min(...ranking.map(({ cost }) => cost!.value));
    const fastest = ranking.find(({ cost }) => cost!.value === best);
    expect([ranking[0]?.front, fastest?.front]).toEqual([true, true]);
    const text = readFileSync(page, 'utf8');
    expect(text).toContain('<h2>score against latency</h2>');
    expect(text).toContain('latency, ms');
    expect(text).toContain('cost.timing.machine.processor');
  });

  it('refuses what cannot be run, all of it, before it measures, or goes on without: catches a gap', () => {
    const odd = oddHeads();
    const errors = refused(zerolm(['rank', CANDIDATES, odd, '--cost', 'latency', ...QUICK]));
    expect(errors).toMatch(/^error: .*odd\.json.*can't be run/);
    const { status, stdout, stderr } = zerolm([
      ...['rank', CANDIDATES, odd, '--cost', 'latency', ...QUICK, '--skip-invalid'],
    ]);
    expect(status, stderr).toBe(0);
    expect(stderr).toMatch(/went on without \d+ of \d+ candidates/);
    expect(stdout).toMatch(/^measured: the best 20 of 24 by score\nfront: \d+ of 20; /m);
  });

  it('alone loads what runs networks: catches a start that is slow for all', () => {
    const runs = (args: readonly string[]): boolean =>
      loadedBy(args).packages.some((name) => name.startsWith('onnxruntime'));
    expect(runs(['rank', CANDIDATES, '--cost', 'memory'])).toBe(false);
    expect(runs(['rank', CANDIDATES, '--cost', 'latency', ...QUICK])).toBe(true);
  });
});
