import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { logDeterminant } from '../../src/capacity/log-determinant.ts';
import { nuclearNorm } from '../../src/capacity/nuclear-norm.ts';
import { BatchScorer } from '../../src/scoring/batch-scorer.ts';
import { scoreArchitecture } from '../../src/scoring/score-architecture.ts';
import { DEFAULT_SETTINGS, type ScoreSettings } from '../../src/scoring/score-settings.ts';
import { NEIGHBOURS } from './architectures.ts';

const SETTINGS: readonly ScoreSettings[] = [
  DEFAULT_SETTINGS,
  { ...DEFAULT_SETTINGS, seeds: 2 },
  { ...DEFAULT_SETTINGS, statistic: logDeterminant, initialization: 'gpt2' },
  { ...DEFAULT_SETTINGS, statistic: nuclearNorm },
  { ...DEFAULT_SETTINGS, mode: 'sampled' },
  { ...DEFAULT_SETTINGS, mode: 'sampled', seeds: 3 },
];

describe('BatchScorer.score(architectures)', () => {
  test.each(SETTINGS)(
    'gives each the bits that it has alone, however the batches are cut ($mode, $statistic.name, $seeds seeds)',
    async (settings) => {
      const alone = NEIGHBOURS.map((architecture) => {
        const result = scoreArchitecture(architecture, settings);
        if (!result.ok) return result;
        const { blocks, ...total } = result.value;
        return { ok: true, value: total };
      });
      const indices = fc.array(fc.nat({ max: NEIGHBOURS.length - 1 }), { maxLength: 6 });
      await fc.assert(
        fc.asyncProperty(fc.array(indices, { maxLength: 4 }), async (batches) => {
          const scorer = new BatchScorer(settings);
          for (const batch of batches) {
            const results = await scorer.score(batch.map((index) => NEIGHBOURS[index]!));
            expect(results).toStrictEqual(batch.map((index) => alone[index]));
          }
        }),
        { numRuns: 15 },
      );
    },
  );

  test('gives the reason of the inventory where a capacity is no number: catches a NaN that is ranked', async () => {
    const settings = { ...DEFAULT_SETTINGS, mode: 'sampled' } as const;
    const broken = { ...NEIGHBOURS[0]!, initializerRange: 1e39 };
    const results = await new BatchScorer(settings).score([broken, NEIGHBOURS[1]!]);
    expect(results[0]).toEqual(scoreArchitecture(broken, settings));
    expect(results[0]?.ok).toBe(false);
    expect(results[1]?.ok).toBe(true);
  });

  test.each(['expected', 'sampled'] as const)(
    'tells the progress of each batch, which ends with all done (%s)',
    async (mode) => {
      const scorer = new BatchScorer({ ...DEFAULT_SETTINGS, mode });
      let last: readonly number[] = [];
      await scorer.score(NEIGHBOURS, (...progress) => (last = progress));
      expect(last[0]).toBeGreaterThan(0);
      expect(last[0]).toBe(last[1]);
    },
  );
});
