import { describe, expect, test } from 'vitest';
import { inventory } from '../../../src/architecture/inventory.ts';
import { countParameters } from '../../../src/architecture/parameter-counts.ts';
import { swapRegularized } from '../../../src/proxies/network/swap-regularized.ts';
import { swap } from '../../../src/proxies/network/swap.ts';
import { largeCase, smallCase, withConstant } from './cases.ts';
import { scoreCase } from './measure-case.ts';

describe('swap', () => {
  test('refuses a batch whose patterns are all there: catches a score that ties every network', async () => {
    expect(await scoreCase(smallCase('attention', 'cosine'), swap)).toEqual({
      ok: false,
      reason:
        'all 8 patterns of activation are there that 3 sequences can have: take a larger --batch',
    });
  });

  test('counts one pattern where no unit is above zero', async () => {
    const weightEntries = withConstant(/intermediate\.dense\.weight/, 0);
    const result = await scoreCase(largeCase('attention'), swap, { weightEntries });
    expect(result).toEqual({ ok: true, value: 1 });
  });
});

describe('swap-regularized', () => {
  const testCase = largeCase('attention', 'convolution');
  const millions = countParameters(inventory(testCase.architecture, 'normal')).total / 1e6;

  test('is swap times the factor of the size: catches thousands for millions', async () => {
    const plain = await scoreCase(testCase, swap);
    if (!plain.ok) throw new Error(plain.reason);
    const at = async (own: Readonly<Record<string, number>>): Promise<number> => {
      const result = await scoreCase(testCase, swapRegularized, { own });
      if (!result.ok) throw new Error(result.reason);
      return result.value;
    };
    expect(await at({ swapMu: millions })).toBe(plain.value);
    expect(await at({ swapMu: 3 })).toBeCloseTo(plain.value * Math.exp(-((millions - 3) ** 2) / 3));
    expect(await at({ swapMu: 3, swapSigma: 0.5 })).toBeCloseTo(
      plain.value * Math.exp(-((millions - 3) ** 2) / 0.5),
    );
  });

  test('refuses to choose a size, and one so far that all would tie at 0', async () => {
    const none = await scoreCase(testCase, swapRegularized);
    expect(none.ok ? '' : none.reason).toContain('add --swap-mu');
    const far = await scoreCase(testCase, swapRegularized, {
      own: { swapMu: 1000, swapSigma: 0.1 },
    });
    expect(far.ok ? '' : far.reason).toContain('raise --swap-sigma');
  });
});
