import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readCandidates } from '../../src/candidates/read-candidates.ts';
import { kendallTauB } from '../../src/evaluation/kendall-tau-b.ts';
import { alphaBalance, type Balance } from '../../src/scoring/balance.ts';
import { ClosedForm } from '../../src/scoring/closed-form.ts';
import { roundForTies } from '../../src/scoring/round-for-ties.ts';
import { DEFAULT_SETTINGS } from '../../src/scoring/score-settings.ts';
import { BENCHMARKS, describeWithBenchmarks } from '../benchmarks.ts';
import { valueOf } from '../evaluation/value-of.ts';

describeWithBenchmarks('the default balance of encoder-decoders', () => {
  const folder = (name: string): string => join(BENCHMARKS, name);
  /** BLEU of the translation systems by id; no cell has quotes. */
  const bleu = (): ReadonlyMap<string, number> => {
    const text = readFileSync(folder('nmt-hpo/architectures.csv'), 'utf8').trim();
    const [header = '', ...lines] = text.split('\n');
    const place = header.split(',').indexOf('bleu_best');
    return new Map(
      lines.map((line) => {
        const cells = line.split(',');
        return [cells[0] ?? '', Number(cells[place])];
      }),
    );
  };

  it.each([
    ['hat', 30, [0.697, 0.732, 0.746, 0.728, 0.654]],
    ['ja-en', 61, [0.55, 0.745, 0.748, 0.718, 0.642]],
    ['ru-en', 67, [0.17, 0.082, 0.054, 0.041, -0.007]],
    ['zh-en', 67, [0.072, -0.012, -0.014, -0.032, -0.08]],
    ['sw-en', 276, [-0.154, -0.207, -0.219, -0.222, -0.239]],
  ])('orders %s as docs/tuning.md has it, beside other alphas', async (set, n, taus) => {
    const isHat = set === 'hat';
    const file = isHat ? 'hat/wmt14ende.ndjson' : 'nmt-hpo/candidates.ndjson';
    const { candidates } = await readCandidates([folder(file)], {});
    const chosen = candidates.filter(({ id }) => isHat || id.startsWith(`${set}-`));
    expect(chosen).toHaveLength(n);
    const measured = isHat ? new Map<string, number>() : bleu();
    const truth = chosen.map(
      ({ id, scores }) => scores.scratch_test_bleu ?? measured.get(id) ?? NaN,
    );
    const tauOf = (balance: Balance | null): number => {
      const scorer = new ClosedForm({ ...DEFAULT_SETTINGS, balance });
      const scores = chosen.map(({ architecture }) => {
        expect(architecture.family).toBe('encoder-decoder');
        const scored = scorer.score(architecture);
        return roundForTies(scored.ok ? scored.value.score : NaN);
      });
      return valueOf(kendallTauB(scores, truth)).value;
    };
    for (const [index, alpha] of [0, 0.4, 0.6, 0.8, 1].entries()) {
      expect(tauOf(alphaBalance(alpha)), `alpha ${alpha}`).toBeCloseTo(taus[index] ?? NaN, 3);
    }
    expect(tauOf(null)).toBe(tauOf(alphaBalance(0.6)));
  });
});
