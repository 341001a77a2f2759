import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { logDeterminant } from '../../src/capacity/log-determinant.ts';
import { spectralNorm } from '../../src/capacity/spectral-norm.ts';
import { INITIALIZATION_SCHEMES } from '../../src/initialization/initialization-scheme.ts';
import { scoreAll } from '../../src/scoring/score-all.ts';
import { scoreArchitecture } from '../../src/scoring/score-architecture.ts';
import { DEFAULT_SETTINGS, type ScoreSettings } from '../../src/scoring/score-settings.ts';
import { NEIGHBOURS, tinyArchitecture } from './architectures.ts';

const SETTINGS: readonly ScoreSettings[] = [
  DEFAULT_SETTINGS,
  { ...DEFAULT_SETTINGS, mode: 'sampled' },
  { ...DEFAULT_SETTINGS, mode: 'sampled', seed: 9, seeds: 3 },
  { ...DEFAULT_SETTINGS, mode: 'sampled', statistic: logDeterminant },
  { ...DEFAULT_SETTINGS, statistic: spectralNorm },
  ...INITIALIZATION_SCHEMES.map((initialization) => ({
    ...DEFAULT_SETTINGS,
    mode: 'sampled' as const,
    initialization,
  })),
];

describe('scoreAll(architectures, settings)', () => {
  test.each(
    SETTINGS.map((settings) => ({
      settings,
      name: `${settings.mode} ${settings.statistic.name} ${settings.initialization}, ${settings.seeds} seeds`,
    })),
  )(
    'gives each the bits that it has alone, in whatever company and order ($name)',
    async ({ settings }) => {
      // One by one, without anything that was kept from another.
      const alone = NEIGHBOURS.map((architecture) => scoreArchitecture(architecture, settings));
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.nat({ max: NEIGHBOURS.length - 1 }), { maxLength: 12 }),
          async (order) => {
            const results = await scoreAll(
              order.map((i) => NEIGHBOURS[i]!),
              settings,
            );
            expect(results).toEqual(order.map((i) => alone[i]));
          },
        ),
        { numRuns: 15 },
      );
    },
  );

  test('of nothing is nothing', async () => {
    expect(await scoreAll([], DEFAULT_SETTINGS)).toEqual([]);
    expect(await scoreAll([], { ...DEFAULT_SETTINGS, mode: 'sampled' })).toEqual([]);
  });

  test('one that has no score does not keep the others from theirs', async () => {
    const broken = tinyArchitecture({ initializerRange: 1e300 });
    const settings = { ...DEFAULT_SETTINGS, mode: 'sampled', statistic: spectralNorm } as const;
    const results = await scoreAll([NEIGHBOURS[0]!, broken, NEIGHBOURS[1]!], settings);
    expect(results.map(({ ok }) => ok)).toEqual([true, false, true]);
  });

  test.each(['expected', 'sampled'] as const)(
    'tells the progress, which ends with all done (%s)',
    async (mode) => {
      const calls: [number, number][] = [];
      await scoreAll(NEIGHBOURS, { ...DEFAULT_SETTINGS, mode }, (done, total) => {
        calls.push([done, total]);
      });
      const [done, total] = calls.at(-1) ?? [];
      expect(total).toBeGreaterThan(0);
      expect(done).toBe(total);
      for (const [i, [now]] of calls.entries()) expect(now).toBeGreaterThan(calls[i - 1]?.[0] ?? 0);
    },
  );

  test('refuses seeds that do not exist, rather than scoring with none', async () => {
    const settings = { ...DEFAULT_SETTINGS, mode: 'sampled' as const, seeds: 0 };
    await expect(scoreAll(NEIGHBOURS, settings)).rejects.toThrow(RangeError);
  });
});
