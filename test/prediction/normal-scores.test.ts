import { describe, expect, it } from 'vitest';
import { normalTail } from '../../src/evaluation/normal-tail.ts';
import { normalQuantile } from '../../src/prediction/normal-quantile.ts';
import { normalScores } from '../../src/prediction/normal-scores.ts';
import { REFERENCE } from './reference.ts';

describe('normalQuantile', () => {
  it('has the published values: catches the other tail', () => {
    // Abramowitz and Stegun, table 26.5.
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 13);
    expect(normalQuantile(0.9)).toBeCloseTo(1.2815515655446004, 13);
    expect(normalQuantile(0.5)).toBe(0);
  });

  it('is undone by the tail, far out too: catches digits that 1 - p loses', () => {
    for (const p of [1e-300, 1e-20, 1e-5, 0.02, 0.3, 0.499]) {
      expect(normalTail(-normalQuantile(p)) / p).toBeCloseTo(1, 11);
      if (p > 1e-15) expect(normalQuantile(1 - p)).toBeCloseTo(-normalQuantile(p), 10);
    }
  });

  it.each([0, 1, -0.1, NaN])('refuses %d', (p) => {
    expect(() => normalQuantile(p)).toThrow(RangeError);
  });
});

describe('normalScores', () => {
  it.each(REFERENCE.cases)('are those of scipy, $name: catches ranks from 0 and ties', (known) => {
    const found = normalScores(Float64Array.from(known.qualities));
    for (const [i, score] of known.normalScores.entries()) expect(found[i]).toBeCloseTo(score, 12);
  });

  it('are the same for any qualities of one order: catches a scale', () => {
    expect(normalScores(Float64Array.of(1, 2, 30))).toEqual(
      normalScores(Float64Array.of(-9, 0, 1)),
    );
  });
});
