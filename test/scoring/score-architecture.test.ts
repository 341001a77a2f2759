import { describe, expect, test } from 'vitest';
import { inventory } from '../../src/architecture/inventory.ts';
import { countParameters } from '../../src/architecture/parameter-counts.ts';
import { matrixShapeOf, SUB_MODULES } from '../../src/architecture/weight.ts';
import { formulaStatistic } from '../../src/capacity/formula-statistic.ts';
import { measureMatrix } from '../../src/capacity/measure-matrix.ts';
import { parameterCount } from '../../src/capacity/parameter-count.ts';
import { spectralNorm } from '../../src/capacity/spectral-norm.ts';
import { STATISTICS } from '../../src/capacity/statistics.ts';
import { weightStream } from '../../src/initialization/weight-stream.ts';
import { alphaBalance, formulaBalance } from '../../src/scoring/balance.ts';
import { scoreArchitecture, type ArchitectureScore } from '../../src/scoring/score-architecture.ts';
import { DEFAULT_SETTINGS, type ScoreSettings } from '../../src/scoring/score-settings.ts';
import { tinyArchitecture } from './architectures.ts';
import type { Architecture } from '../../src/architecture/architecture.ts';

const SAMPLED: ScoreSettings = { ...DEFAULT_SETTINGS, mode: 'sampled' };

function scored(architecture: Architecture, settings: ScoreSettings): ArchitectureScore {
  const score = scoreArchitecture(architecture, settings);
  if (!score.ok) throw new Error(score.reason);
  return score.value;
}

describe('scoreArchitecture(architecture, settings) in expected mode', () => {
  test('adds up by hand: one block of self-attention, h = 8, f = 12', () => {
    const variance = 0.02 ** 2;
    const score = scored(tinyArchitecture({ blockCount: 1 }), DEFAULT_SETTINGS);
    const attention = 4 * 8 * variance;
    const feedForward = 2 * 12 * variance;
    expect(score.capacity.attention).toBeCloseTo(attention, 15);
    expect(score.capacity.feedForward).toBeCloseTo(feedForward, 15);
    // Words 50 x 8, positions 10 x 8, token types 2 x 8; no projection where e = h.
    expect(score.capacity.embedding).toBeCloseTo((50 + 10 + 8) * variance, 15);
    expect(score.score).toBeCloseTo(0.7 * attention + 0.3 * feedForward, 15);
    expect(score).not.toHaveProperty('standardDeviation');
  });

  test('takes the balance of the family unless another is given', () => {
    const encoder = scored(tinyArchitecture(), DEFAULT_SETTINGS);
    const decoder = scored(tinyArchitecture({ family: 'decoder' }), DEFAULT_SETTINGS);
    expect(decoder.capacity).toEqual(encoder.capacity);
    expect(decoder.score).toBe(decoder.capacity.attention);
    const balance = alphaBalance(0);
    expect(scored(tinyArchitecture(), { ...DEFAULT_SETTINGS, balance }).score).toBe(
      encoder.capacity.feedForward,
    );
  });

  test('refuses a statistic without closed form, naming the matrix', () => {
    expect(
      scoreArchitecture(tinyArchitecture(), { ...DEFAULT_SETTINGS, statistic: spectralNorm }),
    ).toEqual({
      ok: false,
      reason:
        'embeddings.word_embeddings.weight: the expected largest singular value has no closed form',
    });
  });

  test('refuses sums that are not finite though each matrix is: NaN would come out as null', () => {
    const statistic = formulaStatistic('1e308');
    const balance = formulaBalance('2');
    if (!statistic.ok || !balance.ok) throw new Error('does not compile');
    const settings = { ...DEFAULT_SETTINGS, statistic: statistic.value, balance: balance.value };
    expect(scoreArchitecture(tinyArchitecture(), settings)).toEqual({
      ok: false,
      reason: 'the capacities of attention add up to no finite number',
    });
  });

  test('refuses a balance that yields no finite number', () => {
    const balance = formulaBalance('1 / (attention - attention)');
    if (!balance.ok) throw new Error(balance.reason);
    const score = scoreArchitecture(tinyArchitecture(), {
      ...DEFAULT_SETTINGS,
      balance: balance.value,
    });
    expect(score.ok).toBe(false);
    if (!score.ok) expect(score.reason).toContain('yields Infinity, no finite number');
  });
});

describe.each(STATISTICS)('scoreArchitecture with $name in sampled mode', (statistic) => {
  test('is the sum over matrices that are drawn and measured one by one', () => {
    const architecture = tinyArchitecture();
    const score = scored(architecture, { ...SAMPLED, statistic, seed: 3 });
    const slow = { attention: 0, feedForward: 0, embedding: 0 };
    for (const weight of inventory(architecture, 'normal')) {
      if (weight.counts !== 'capacity') continue;
      const { path, distribution } = weight;
      const stream = weightStream(3, path);
      const measured = measureMatrix(statistic, matrixShapeOf(weight), distribution, stream);
      if (!measured.ok) throw new Error(measured.reason);
      slow[weight.subModule] += measured.value;
    }
    expect(score.capacity).toEqual(slow);
    expect(score.score).toBe(0.7 * slow.attention + 0.3 * slow.feedForward);
  });
});

describe('scoreArchitecture(architecture, settings).blocks', () => {
  test('hold capacities and parameters that add up to those of the whole, the embedding apart', () => {
    const architecture = tinyArchitecture({ blockCount: 4 });
    const { blocks, capacity, parameters } = scored(architecture, SAMPLED);
    expect(blocks.map(({ block }) => block)).toEqual([0, 1, 2, 3]);
    for (const name of ['attention', 'feedForward'] as const) {
      const sum = blocks.reduce((total, block) => total + block.capacity[name], 0);
      expect(sum).toBeCloseTo(capacity[name], 12);
      expect(blocks.reduce((total, block) => total + block.parameters[name], 0)).toBe(
        parameters[name],
      );
    }
    expect(parameters).toEqual(countParameters(inventory(architecture, 'normal')));
    expect(blocks.every((block) => block.parameters.embedding === 0)).toBe(true);
  });
});

describe('scoreArchitecture(architecture, settings) over several seeds', () => {
  const seeds = 5;
  const first = 11;
  const several = scored(tinyArchitecture(), { ...SAMPLED, seed: first, seeds });
  const single = Array.from({ length: seeds }, (_, i) =>
    scored(tinyArchitecture(), { ...SAMPLED, seed: first + i }),
  );

  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  /** From the differences of all pairs, which needs no mean. */
  const deviation = (values: number[]) => {
    let sum = 0;
    for (const a of values) for (const b of values) sum += (a - b) ** 2;
    return Math.sqrt(sum / (2 * values.length * (values.length - 1)));
  };

  test('has the mean and the sample standard deviation (over k - 1) of the single runs', () => {
    const scores = single.map(({ score }) => score);
    expect(several.score).toBeCloseTo(mean(scores), 15);
    expect(several.standardDeviation?.score).toBeCloseTo(deviation(scores), 15);
    expect(deviation(scores)).toBeGreaterThan(0);
    for (const name of SUB_MODULES) {
      const capacities = single.map(({ capacity }) => capacity[name]);
      expect(several.capacity[name]).toBeCloseTo(mean(capacities), 15);
      expect(several.standardDeviation?.capacity[name]).toBeCloseTo(deviation(capacities), 15);
    }
    for (const [i, { capacity }] of several.blocks.entries()) {
      expect(capacity.attention).toBeCloseTo(
        mean(single.map(({ blocks }) => blocks[i]!.capacity.attention)),
        15,
      );
      expect(capacity.feedForward).toBeCloseTo(
        mean(single.map(({ blocks }) => blocks[i]!.capacity.feedForward)),
        15,
      );
    }
  });

  test('averages the scores, not the capacities, where a formula is not linear', () => {
    const balance = formulaBalance('1 / attention^2');
    if (!balance.ok) throw new Error(balance.reason);
    const settings = { ...SAMPLED, seed: first, balance: balance.value };
    const scores = single.map(({ capacity }) => 1 / capacity.attention ** 2);
    const { score } = scored(tinyArchitecture(), { ...settings, seeds });
    expect(Math.abs(score / mean(scores) - 1)).toBeLessThan(1e-14);
    expect(Math.abs(score * several.capacity.attention ** 2 - 1)).toBeGreaterThan(1e-6);
  });

  test('differs from seed to seed, and not at all where the statistic is one of the shape', () => {
    expect(new Set(single.map(({ score }) => score)).size).toBe(seeds);
    const counted = scored(tinyArchitecture(), { ...SAMPLED, statistic: parameterCount, seeds });
    expect(counted.standardDeviation).toEqual({
      score: 0,
      capacity: { attention: 0, feedForward: 0, embedding: 0 },
    });
  });

  test.each([0, -1, 1.5, NaN])('refuses %d seeds', (bad) => {
    expect(() => scoreArchitecture(tinyArchitecture(), { ...SAMPLED, seeds: bad })).toThrow(
      RangeError,
    );
  });
});
