import { execFileSync, spawnSync } from 'node:child_process';
import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Architecture } from '../../src/architecture/architecture.ts';
import { inventory } from '../../src/architecture/inventory.ts';
import { sizeOf } from '../../src/architecture/weight.ts';
import { STATISTICS, statisticNamed } from '../../src/capacity/statistics.ts';
import { initializedCheckpoint } from '../../src/checkpoints/initialized-checkpoint.ts';
import { scoreCheckpoint } from '../../src/checkpoints/score-checkpoint.ts';
import { TensorReader } from '../../src/checkpoints/tensor-entries.ts';
import type { Checkpoint } from '../../src/safetensors/checkpoint.ts';
import { readCandidates } from '../../src/candidates/read-candidates.ts';
import { readCheckpoint } from '../../src/safetensors/read-checkpoint.ts';
import { INITIALIZATION_SCHEMES } from '../../src/initialization/initialization-scheme.ts';
import type { Result } from '../../src/result.ts';
import { alphaBalance } from '../../src/scoring/balance.ts';
import { scoreArchitecture } from '../../src/scoring/score-architecture.ts';
import { DEFAULT_SETTINGS, type ScoreSettings } from '../../src/scoring/score-settings.ts';
import { ROOT } from '../cli/run.ts';
import { checkpointOf, singles, type Written } from '../safetensors/files.ts';
import { temporaryFile } from '../temporary-files.ts';

async function architectureOf(fixture: string): Promise<Architecture> {
  const { candidates } = await readCandidates([join(ROOT, 'fixtures', fixture)]);
  const [first] = candidates;
  if (first === undefined) throw new Error(`no candidate in ${fixture}`);
  const { architecture } = first;
  // With few words and positions: their tables would take most of the time.
  const small = { vocabSize: 301, maxPositionEmbeddings: 16 };
  return architecture.embedding.clusters === null
    ? { ...architecture, embedding: { ...architecture.embedding, ...small } }
    : architecture;
}

async function written(
  architecture: Architecture,
  seed: number,
  scheme: ScoreSettings['initialization'] = 'normal',
): Promise<Checkpoint> {
  const pieces = [...copies(initializedCheckpoint(inventory(architecture, scheme), seed))];
  return checkpointAt(temporaryFile('model.safetensors', Buffer.concat(pieces)));
}

/** A piece is valid until the next one is asked for. */
function* copies(pieces: Iterable<Uint8Array>): Generator<Uint8Array> {
  for (const piece of pieces) yield Uint8Array.from(piece);
}

async function checkpointAt(path: string): Promise<Checkpoint> {
  const { checkpoint, problems } = await readCheckpoint(path);
  if (checkpoint === undefined) throw new Error(problems[0]?.message);
  return checkpoint;
}

function reasonOf(result: Result<unknown>): string {
  return result.ok ? '' : result.reason;
}

const TINY = 'bert-family/bert-tiny.json';

describe('scoreCheckpoint(checkpoint, settings)', () => {
  it.each([TINY, 'flexibert-candidates'])(
    'gives a written %s the bits of sampled mode, by every statistic: catches a sum in another order',
    async (fixture) => {
      const architecture = await architectureOf(fixture);
      const checkpoint = await written(architecture, 3);
      for (const statistic of STATISTICS) {
        const settings = { ...DEFAULT_SETTINGS, statistic, seed: 3 };
        const weights = await scoreCheckpoint(checkpoint, { ...settings, mode: 'weights' });
        const sampled = scoreArchitecture(architecture, { ...settings, mode: 'sampled' });
        expect(weights.ok, statistic.name).toBe(true);
        expect(weights).toEqual(sampled);
      }
    },
  );

  it.each(INITIALIZATION_SCHEMES)(
    'gives what %s draws the bits of sampled mode, and its closed form that of the architecture',
    async (initialization) => {
      const architecture = await architectureOf(TINY);
      const checkpoint = await written(architecture, 0, initialization);
      for (const [mode, own] of [
        ['weights', 'sampled'],
        ['sampled', 'sampled'],
        ['expected', 'expected'],
      ] as const) {
        const settings = { ...DEFAULT_SETTINGS, initialization };
        const score = await scoreCheckpoint(checkpoint, { ...settings, mode });
        expect(score).toEqual(scoreArchitecture(architecture, { ...settings, mode: own }));
      }
    },
  );

  it.each([
    ['F16', [0x3c00, 0x4000, 0xc200, 0x4400]],
    ['BF16', [0x3f80, 0x4000, 0xc040, 0x4080]],
  ])('measures %s: by hand, of 1, 2, -3, 4', async (dtype, bits) => {
    const data = new Uint8Array(Uint16Array.from(bits).buffer);
    const score = await scoreOf({ dtype, shape: [2, 2], data });
    expect(score).toMatchObject({ ok: true, value: { capacity: { attention: 30 / 2 } } });
  });

  it('measures doubles, rounded to single precision', async () => {
    const data = new Uint8Array(Float64Array.of(1, 2, -3, 4 + 1e-12).buffer);
    const score = await scoreOf({ dtype: 'F64', shape: [2, 2], data });
    expect(score).toMatchObject({ ok: true, value: { capacity: { attention: 15 } } });
  });

  it.each([NaN, Infinity, -Infinity])(
    'refuses a weight of %d with its name: catches a NaN that is ranked',
    async (value) => {
      for (const statistic of ['zerolm', 'log-determinant', 'nuclear-norm']) {
        const score = await scoreOf(singles([2, 2], [1, 2, value, 4]), statistic);
        expect(score.ok).toBe(false);
        expect(JSON.stringify(score)).toMatch(
          /encoder\.layer\.0\.attention\.self\.query\.weight: .*finite/,
        );
      }
    },
  );

  it('refuses names of no family, even with a balance: catches a score of 0', async () => {
    const path = temporaryFile('a.safetensors', checkpointOf({ w: singles([1, 1], [1]) }));
    const settings: ScoreSettings = { ...DEFAULT_SETTINGS, balance: alphaBalance(1) };
    expect(reasonOf(await scoreCheckpoint(await checkpointAt(path), settings))).toMatch(
      /no weight has a name of a block that is known/,
    );
  });

  it('says so where the file has become shorter meanwhile', async () => {
    const checkpoint = await written(await architectureOf(TINY), 0);
    truncateSync(checkpoint.path, 100_000);
    const score = await scoreCheckpoint(checkpoint, { ...DEFAULT_SETTINGS, mode: 'weights' });
    expect(JSON.stringify(score)).toMatch(/the file ends inside it; was it changed meanwhile/);
  });

  it('refuses an architecture in the mode of weights', async () => {
    const settings = { ...DEFAULT_SETTINGS, mode: 'weights' } as const;
    expect(reasonOf(scoreArchitecture(await architectureOf(TINY), settings))).toMatch(
      /no checkpoint/,
    );
  });

  async function scoreOf(query: Written, statistic = 'zerolm'): ReturnType<typeof scoreCheckpoint> {
    const file = checkpointOf({ 'encoder.layer.0.attention.self.query.weight': query });
    const found = statisticNamed(statistic);
    if (found === undefined) throw new Error(statistic);
    const settings = { ...DEFAULT_SETTINGS, statistic: found, mode: 'weights' } as const;
    return scoreCheckpoint(await checkpointAt(temporaryFile('a.safetensors', file)), settings);
  }
});

const witness = z.object({
  tensors: z.record(
    z.string(),
    z.object({
      dtype: z.string(),
      shape: z.array(z.int()),
      sum: z.number(),
      sumOfSquares: z.number(),
    }),
  ),
});

const hasNumpy = spawnSync('python3', ['-c', 'import numpy']).status === 0;

describe.skipIf(!hasNumpy)(
  hasNumpy ? 'a written checkpoint' : 'a written checkpoint (skipped: no python3 with numpy)',
  () => {
    it.each([
      [TINY, 'normal'],
      ['transformer-xl.yaml', 'xavier-uniform'],
    ] as const)(
      'has in numpy the sums of %s, %s: catches a layout of our own',
      async (fixture, scheme) => {
        const architecture = await architectureOf(fixture);
        const checkpoint = await written(architecture, 3, scheme);
        const script = join(ROOT, 'scripts', 'read-checkpoint.py');
        const output = execFileSync('python3', [script, checkpoint.path], { encoding: 'utf8' });
        const { tensors } = witness.parse(JSON.parse(output));
        const weights = inventory(architecture, scheme);
        expect(Object.keys(tensors)).toEqual(weights.map(({ path }) => path));
        const reader = new TensorReader();
        for (const weight of weights) {
          const tensor = checkpoint.weights.find(({ path }) => path === weight.path);
          if (tensor === undefined) throw new Error(`no ${weight.path}`);
          const entries = new Float32Array(sizeOf(weight));
          reader.read(tensor, 0, entries);
          const theirs = tensors[weight.path];
          expect(theirs).toMatchObject({ dtype: 'F32', shape: weight.shape });
          const squares = entries.reduce((sum, entry) => sum + entry * entry, 0);
          const sizes = entries.reduce((sum, entry) => sum + Math.abs(entry), 0);
          const sum = entries.reduce((total, entry) => total + entry, 0);
          expect(Math.abs((theirs?.sumOfSquares ?? NaN) - squares)).toBeLessThanOrEqual(
            1e-11 * squares,
          );
          expect(Math.abs((theirs?.sum ?? NaN) - sum)).toBeLessThanOrEqual(1e-11 * sizes);
          if (weight.distribution.kind === 'constant')
            expect(theirs?.sum).toBe(weight.distribution.value * entries.length);
          else expect(squares).toBeGreaterThan(0);
        }
        reader.close();
      },
    );
  },
);
