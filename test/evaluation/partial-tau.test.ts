import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kendallTauB } from '../../src/evaluation/kendall-tau-b.ts';
import { partialTau } from '../../src/evaluation/partial-tau.ts';
import { tiedPairs } from './tied-pairs.ts';
import { valueOf } from './value-of.ts';

describe('partialTau', () => {
  it('is the plain correlation where the third explains nothing: catches a lost term', () => {
    expect(valueOf(partialTau(0.3, 0, 0))).toBe(0.3);
  });

  it('is 0 where the third explains all agreement: catches a wrong sign', () => {
    expect(valueOf(partialTau(0.48, 0.8, 0.6))).toBeCloseTo(0, 15);
    expect(valueOf(partialTau(0, 0.8, 0.6))).toBeCloseTo(-1, 15);
  });

  it('agrees with the inverse of the matrix of correlations: catches a wrong denominator', () => {
    fc.assert(
      fc.property(tiedPairs, fc.array(fc.integer({ min: 0, max: 4 })), ({ x, y }, values) => {
        const z = x.map((_, i) => values[i] ?? i);
        const [xy, xz, yz] = [kendallTauB(x, y), kendallTauB(x, z), kendallTauB(y, z)];
        fc.pre(xy.ok && xz.ok && yz.ok);
        const [a, b, c] = [valueOf(xy).value, valueOf(xz).value, valueOf(yz).value];
        fc.pre(Math.abs(b) < 1 && Math.abs(c) < 1);
        // Cofactors of the inverse: partial correlation is -P12 / sqrt(P11 * P22).
        const expected = -(b * c - a) / Math.sqrt((1 - c * c) * (1 - b * b));
        const value = valueOf(partialTau(a, b, c));
        expect(value).toBeCloseTo(expected, 12);
        expect(Math.abs(value)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it.each([
    { xz: 1, yz: 0.5, reason: 'The scores order the items as their sizes do' },
    { xz: -1, yz: 0.5, reason: 'The scores order the items as their sizes do' },
    { xz: 0.5, yz: 1, reason: 'The ground truth orders the items as their sizes do' },
    { xz: NaN, yz: 0.5, reason: 'The scores' },
    { xz: 0.5, yz: NaN, reason: 'The ground truth' },
  ])('says why there is none for $xz and $yz: catches 0 / 0', ({ xz, yz, reason }) => {
    const result = partialTau(0.5, xz, yz);
    expect(result.ok ? '' : result.reason).toContain(reason);
  });
});
