import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { latencyReport } from '../../src/report/latency-report.ts';
import { evaluate } from '../../src/workflows/evaluate.ts';
import { explain } from '../../src/workflows/explain.ts';
import { exportModel } from '../../src/workflows/export-model.ts';
import { inspect } from '../../src/workflows/inspect.ts';
import { latency } from '../../src/workflows/latency.ts';
import { predict } from '../../src/workflows/predict.ts';
import { rank } from '../../src/workflows/rank.ts';
import { score } from '../../src/workflows/score.ts';
import { valueOf, warningsOf } from './outcomes.ts';

const TINY = 'fixtures/bert-family/bert-tiny.json';
const VIT = {
  model_type: 'vit',
  image_size: 8,
  patch_size: 4,
  num_channels: 3,
  hidden_size: 16,
  num_hidden_layers: 2,
  num_attention_heads: 2,
  intermediate_size: 32,
};
/**
 * Of its class token and four patches: a layer has 4 h^2 + 2 n h + 2 h f, with h = 16, n = 5, f = 32,
 * and four of five positions are patches of 3 x 4 x 4 numbers.
 */
const MULTIPLY_ADDS = 2 * (4 * 16 ** 2 + 2 * 5 * 16 + 2 * 16 * 32) + (4 / 5) * 48 * 16;
/** At its peak it holds what the residual sum takes, the norm of it, queries, keys and values. */
const ACTIVATIONS = 5 * 5 * 16;

let folder = '';
let vit = '';
let larger = '';
let tokens = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-lengths-'));
  const written = (name: string, content: unknown): string => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(content));
    return path;
  };
  vit = written('vit.json', VIT);
  larger = written('larger.json', { ...VIT, image_size: 12 });
  tokens = written('tokens.json', [[1, 2, 3, 4, 5, 6, 7]]);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The warning of an option that models of images ignore. */
const ignored = (option: string, some = ''): string =>
  `${option}: ignored: it has no effect on models of images${some}`;

describe('the length of an image', () => {
  test.each([undefined, 7, 1000])(
    'is that of costs, whatever is asked for (%s): catches a pass over other positions',
    async (sequenceLength) => {
      const asked = sequenceLength === undefined ? {} : { sequenceLength };
      const { document: byFlops } = valueOf(await rank({ inputs: [vit], cost: 'flops', ...asked }));
      expect(byFlops.settings.cost?.sequenceLength).toBe(5);
      expect(byFlops.ranking[0]?.cost?.value).toBeCloseTo(MULTIPLY_ADDS, 9);
      const { document: byProxy } = valueOf(
        await rank({ inputs: [vit], proxy: 'flops', ...asked }),
      );
      expect(byProxy.settings.proxy?.sequenceLength).toBe(5);
      expect(byProxy.ranking[0]?.score).toBeCloseTo(MULTIPLY_ADDS, 9);
      const inspected = valueOf(await inspect({ input: vit, memory: true, ...asked })).document;
      expect(inspected.memory?.settings.sequenceLength).toBe(5);
      expect(inspected.memory?.parts.at(-1)?.numbers).toBe(ACTIVATIONS);
      const { parameters } = inspected;
      const { document: byMemory } = valueOf(
        await rank({ inputs: [vit], cost: 'memory', ...asked }),
      );
      expect(byMemory.ranking[0]?.cost?.value).toBe(4 * (parameters.total + ACTIVATIONS));
    },
  );

  test('is that of constraints: catches a model that is left out for 128 positions', async () => {
    const most = Math.ceil(MULTIPLY_ADDS);
    const constraint = [`flops <= ${most}`, `flops >= ${most - 1}`, 'memory > 0'];
    const { document } = valueOf(await rank({ inputs: [vit, larger], constraint }));
    expect(document.ranking.map(({ id }) => id)).toEqual(['vit']);
  });

  test('is what latency prints: catches a title with the length that was asked for', async () => {
    const timing = { repeats: 1, warmUp: 0, sequenceLength: 7 };
    const outcome = await latency({ inputs: [vit], ...timing });
    expect(warningsOf(outcome)).toContain(ignored('--sequence-length'));
    expect(latencyReport(valueOf(outcome).document).main.title).toContain('over 1 x 5 tokens');
  });

  test('is the longest of several, and not that of a model of tokens', async () => {
    const lengthOf = async (...inputs: string[]) => {
      const { document } = valueOf(await rank({ inputs, cost: 'flops', sequenceLength: 7 }));
      return document.settings.cost?.sequenceLength;
    };
    expect(await lengthOf(vit, larger)).toBe(10);
    expect(await lengthOf(vit, TINY)).toBe(7);
  });
});

describe('an option that images ignore', () => {
  const sequenceLength = 7;
  const truth = () => {
    const path = join(folder, 'truth.csv');
    writeFileSync(path, 'id,accuracy\nvit,1\nlarger,2\n');
    return path;
  };
  const commands = {
    'rank --cost': () => rank({ inputs: [vit], cost: 'flops', sequenceLength }),
    'rank --proxy': () => rank({ inputs: [vit], proxy: 'flops', sequenceLength }),
    score: () => score({ input: vit, proxy: 'flops', sequenceLength }),
    explain: () => explain({ inputs: [vit, larger], proxy: 'flops', sequenceLength }),
    evaluate: () => evaluate({ inputs: [vit], proxy: 'flops', sequenceLength }),
    predict: () =>
      predict({
        inputs: [vit, larger],
        truth: truth(),
        prior: 'flops',
        sequenceLength,
        suggest: 1,
      }),
    'inspect --memory': () => inspect({ input: vit, memory: true, sequenceLength }),
    export: () => exportModel({ input: vit, out: join(folder, 'vit.onnx'), sequenceLength }),
  };
  test.each(Object.keys(commands) as (keyof typeof commands)[])(
    'is named once by %s: catches a length that is taken without a word',
    async (name) => {
      const lines = warningsOf(await commands[name]()).split('\n');
      const own = lines.filter((line) => line.includes('--sequence-length'));
      expect(own).toEqual([ignored('--sequence-length')]);
    },
  );

  test('is named with its number where others heed it, and not where nobody asked', async () => {
    const both = await rank({ inputs: [vit, TINY], cost: 'flops', sequenceLength });
    expect(warningsOf(both)).toContain(ignored('--sequence-length', ', 1 of 2 candidates'));
    expect(warningsOf(await rank({ inputs: [vit], cost: 'flops' }))).toBe('');
    expect(warningsOf(await rank({ inputs: [TINY], cost: 'flops', sequenceLength }))).toBe('');
  });

  test('is named once where nothing depends on it either', async () => {
    const own = warningsOf(await rank({ inputs: [vit], sequenceLength }));
    expect(own).toBe('--sequence-length: ignored: there is no --cost');
  });

  test('is a file of tokens: catches its tokens held against a vocabulary that is empty', async () => {
    const outcome = await score({ input: vit, proxy: 'synflow', tokens, batch: 1, sequenceLength });
    expect(warningsOf(outcome)).toBe(`${ignored('--sequence-length')}\n${ignored('--tokens')}`);
    const { score: drawn } = valueOf(
      await score({ input: vit, proxy: 'synflow', batch: 1 }),
    ).document;
    expect(valueOf(outcome).document.score).toBe(drawn);
  });
});
