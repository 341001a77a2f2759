import { describe, expect, test } from 'vitest';
import { expectedLogDeterminant, logDeterminant } from '../../src/capacity/log-determinant.ts';
import { logDeterminantSampled } from '../../src/proxies/log-determinant.ts';
import { DEFAULT_PROXY_SETTINGS, type ProxySettings } from '../../src/proxy-parts/proxy.ts';
import { scoreArchitecture } from '../../src/scoring/score-architecture.ts';
import { DEFAULT_SETTINGS } from '../../src/scoring/score-settings.ts';
import { NEIGHBOURS } from '../scoring/architectures.ts';
import { valueOf } from '../evaluation/value-of.ts';
import { block, model } from './models.ts';
import { scoresOf } from './scores-of.ts';

const seeded = (seed: number, seeds = 1): ProxySettings => ({
  ...DEFAULT_PROXY_SETTINGS,
  own: { spectralInitialization: 'gpt2' },
  scoring: { ...DEFAULT_SETTINGS, seed, seeds },
});

describe('logDeterminantSampled', () => {
  test('is the measured capacity of attention and feed-forward: catches an embedding, a block of another model', async () => {
    const scores = await scoresOf(logDeterminantSampled, NEIGHBOURS, seeded(3));
    for (const [index, architecture] of NEIGHBOURS.entries()) {
      const { capacity } = valueOf(
        scoreArchitecture(architecture, {
          ...DEFAULT_SETTINGS,
          mode: 'sampled',
          statistic: logDeterminant,
          initialization: 'gpt2',
          seed: 3,
        }),
      );
      const expected = capacity.attention + capacity.feedForward;
      expect(Math.abs((scores[index] ?? NaN) / expected - 1)).toBeLessThan(1e-13);
    }
  });

  test('is the same to the last bit in threads and with nothing shared: catches a score of the engine', async () => {
    const scores = await scoresOf(logDeterminantSampled, NEIGHBOURS, seeded(3));
    for (const engine of [{ jobs: 3 }, { cache: false }]) {
      const settings = { ...seeded(3), engine };
      expect(await scoresOf(logDeterminantSampled, NEIGHBOURS, settings)).toEqual(scores);
    }
  });

  test('of several seeds is their mean', async () => {
    const [first = NaN] = await scoresOf(logDeterminantSampled, NEIGHBOURS.slice(0, 1), seeded(5));
    const [second = NaN] = await scoresOf(logDeterminantSampled, NEIGHBOURS.slice(0, 1), seeded(6));
    const [mean = NaN] = await scoresOf(
      logDeterminantSampled,
      NEIGHBOURS.slice(0, 1),
      seeded(5, 2),
    );
    expect(first).not.toBe(second);
    expect(mean).toBeCloseTo((first + second) / 2, 12);
  });

  test('is near its expectation on a model of some size: catches another standard deviation', async () => {
    const one = block({ hiddenSize: 128, numAttentionHeads: 4, feedForwardWidths: [512] });
    const decoder = model([one, one], { family: 'decoder' });
    const [found = NaN] = await scoresOf(logDeterminantSampled, [decoder]);
    const expected =
      2 * (4 * expectedLogDeterminant(128, 128, 4e-4) + 2 * expectedLogDeterminant(512, 128, 4e-4));
    // The variance of ||W||_F^2, 2 m n s^4, over all matrices is some 1e-3 of the expectation.
    expect(Math.abs(found / expected - 1)).toBeLessThan(0.01);
  });

  test('of an architecture whose weights overflow says which: catches a NaN', async () => {
    const [result] = await logDeterminantSampled.score(
      [model([block()], { initializerRange: 1e300 })],
      seeded(0),
    );
    expect(result).toMatchObject({ ok: false });
    if (result?.ok === false) expect(result.reason).toContain('encoder.layer.0');
  });
});
