import { describe, expect, it } from 'vitest';
import {
  evaluateScores,
  type EvaluateScoresOptions,
} from '../../src/evaluation/evaluate-scores.ts';
import { kendallTauB } from '../../src/evaluation/kendall-tau-b.ts';
import { spearmanRho } from '../../src/evaluation/spearman-rho.ts';
import { generateItems } from './generate-items.ts';
import { valueOf } from './value-of.ts';

const { x, y } = generateItems({ seed: 5, n: 40, xLevels: 500, slope: 1, noise: 400, yStep: 1 });
const typical: EvaluateScoresOptions = {
  scores: x,
  truth: y,
  direction: 'higher-is-better',
  seed: 1,
  resamples: 200,
};

describe('evaluateScores', () => {
  it('reports both correlations of the lists: catches swapped results', () => {
    const evaluation = valueOf(evaluateScores(typical));
    expect(evaluation).toMatchObject({ n: 40, direction: 'higher-is-better', warnings: [] });
    const rho = valueOf(spearmanRho(x, y));
    expect(evaluation.spearman).toMatchObject({ value: rho.value, p: rho.p });
    const tau = valueOf(kendallTauB(x, y));
    expect(evaluation.kendallTauB).toMatchObject({ value: tau.value, p: tau.p });
  });

  it('gives intervals around the values: catches an interval of the other correlation', () => {
    const { spearman, kendallTauB: kendall } = valueOf(evaluateScores(typical));
    for (const { value, ci95 } of [spearman, kendall]) {
      expect(ci95?.[0]).toBeLessThan(value);
      expect(ci95?.[1]).toBeGreaterThan(value);
    }
  });

  it('turns the sign where lower is better: catches a perplexity read as an accuracy', () => {
    const perplexity = y.map((value) => -value);
    const turned = evaluateScores({
      ...typical,
      truth: perplexity,
      direction: 'lower-is-better',
    });
    const expected = valueOf(evaluateScores(typical));
    expect(valueOf(turned)).toEqual({ ...expected, direction: 'lower-is-better' });
  });

  it('keeps a negative sign: catches an absolute value', () => {
    const { spearman, kendallTauB: kendall } = valueOf(
      evaluateScores({ ...typical, direction: 'lower-is-better' }),
    );
    expect(spearman.value).toBeLessThan(-0.3);
    expect(kendall.value).toBeLessThan(-0.3);
  });

  it('ties scores that differ by float noise: catches noise that breaks a tie', () => {
    const scores = [0.1 + 0.2, 0.3, 0.5, 0.7, 0.7];
    const truth = [2, 1, 3, 4, 4.5];
    const evaluation = valueOf(evaluateScores({ ...typical, scores, truth }));
    expect(evaluation.tiedScores).toBe(4);
    const tied = valueOf(kendallTauB([0.3, 0.3, 0.5, 0.7, 0.7], truth));
    expect(evaluation.kendallTauB.value).toBe(tied.value);
  });

  it('compares ground truths as they are: catches rounding of measurements', () => {
    const truth = [1, 1 + 1e-14, 1 + 2e-14];
    const evaluation = valueOf(evaluateScores({ ...typical, scores: [1, 2, 3], truth }));
    expect(evaluation.spearman.value).toBe(1);
  });

  it('is the same for the same seed alone: catches hidden state', () => {
    const first = evaluateScores(typical);
    expect(evaluateScores({ ...typical, seed: 2 })).not.toEqual(first);
    expect(evaluateScores(typical)).toEqual(first);
  });

  it('evaluates 6 items, and says how many resamples are left out: catches silent gaps', () => {
    const scores = [1, 1, 1, 1, 2, 3];
    const evaluation = valueOf(
      evaluateScores({ ...typical, scores, truth: [1, 3, 2, 4, 5, 6], resamples: 1000 }),
    );
    expect(evaluation.spearman.ci95).not.toBeNull();
    expect(evaluation.tiedScores).toBe(4);
    expect(evaluation.warnings).toHaveLength(2);
    // Both scores that differ are missing in (4 / 6)^6 = 8.8 % of the resamples.
    expect(evaluation.warnings[0]).toMatch(
      /^The interval of Spearman leaves out \d\d of 1000 resamples/,
    );
  });

  it('has no intervals, and says so, for 2 items: catches an interval of no width', () => {
    const evaluation = valueOf(evaluateScores({ ...typical, scores: [1, 2], truth: [3, 4] }));
    expect(evaluation.spearman).toEqual({ value: 1, ci95: null, p: 1 });
    expect(evaluation.kendallTauB).toEqual({ value: 1, ci95: null, p: 1 });
    expect(evaluation.warnings).toEqual([
      'No interval of Spearman. An interval needs at least 3 items; there are 2.',
      'No interval of Kendall. An interval needs at least 3 items; there are 2.',
    ]);
  });

  it.each([
    { change: { scores: [], truth: [] }, reason: /at least 2 items .* there are 0: add/ },
    { change: { scores: [1], truth: [1] }, reason: /at least 2 items .* there is 1: add/ },
    { change: { scores: [1, 2], truth: [1] }, reason: /2 scores but 1 ground truths/ },
    { change: { scores: [1, NaN], truth: [1, 2] }, reason: /score at index 1 is NaN/ },
    { change: { scores: [1, 2], truth: [1, Infinity] }, reason: /truth at index 1 is Infinity/ },
    { change: { scores: [0.3, 0.1 + 0.2], truth: [1, 2] }, reason: /same score \(0.3, to 12/ },
    { change: { scores: [1, 2], truth: [5, 5] }, reason: /same ground truth \(5\)/ },
    { change: { seed: 0.5 }, reason: /The seed is 0.5/ },
    { change: { resamples: 0 }, reason: /number of resamples is 0/ },
  ])('says what is wrong and what to do: $reason; catches NaN as a result', (example) => {
    const result = evaluateScores({
      ...typical,
      direction: 'lower-is-better',
      ...example.change,
    });
    expect(result.ok ? '' : result.reason).toMatch(example.reason);
  });
});
