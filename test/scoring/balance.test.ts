import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  alphaBalance,
  DEFAULT_ALPHAS,
  defaultBalance,
  formulaBalance,
  joinCapacities,
  type Balance,
  type Capacities,
} from '../../src/scoring/balance.ts';

const CAPACITIES: Capacities = { attention: 3, feedForward: 5, embedding: 7 };

function compiled(text: string): Balance {
  const balance = formulaBalance(text);
  if (!balance.ok) throw new Error(balance.reason);
  return balance.value;
}

describe('alphaBalance(alpha)', () => {
  test.each([
    [0, 5],
    [1, 3],
    [0.5, 4],
    [-1.5, 8],
    [1.5, 2],
  ])(
    'at alpha %d joins attention 3 and feed-forward 5 to %d, without the embedding',
    (alpha, score) => {
      expect(joinCapacities(alphaBalance(alpha), CAPACITIES)).toEqual({ ok: true, value: score });
    },
  );

  test('has the complement in decimal: 0.3 beside 0.7, where 1 - 0.7 is 0.30000000000000004', () => {
    for (let tenths = -15; tenths <= 15; tenths++) {
      expect(alphaBalance(tenths / 10)).toEqual({
        kind: 'coefficients',
        coefficients: { attention: tenths / 10, feedForward: (10 - tenths) / 10, embedding: 0 },
      });
    }
  });

  test('is linear: alpha a + (1 - alpha) f for any finite numbers, to eleven digits of the terms', () => {
    const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(finite, finite, finite, (alpha, attention, feedForward) => {
        const capacities = { attention, feedForward, embedding: 1 };
        const score = joinCapacities(alphaBalance(alpha), capacities);
        const slow = alpha * (attention - feedForward) + feedForward;
        const scale = (1 + Math.abs(alpha)) * (Math.abs(attention) + Math.abs(feedForward));
        expect(score.ok).toBe(true);
        if (score.ok)
          expect(Math.abs(score.value - slow)).toBeLessThanOrEqual(1e-11 * scale + 1e-320);
      }),
    );
  });

  test.each([NaN, Infinity, -Infinity, 1e308])(
    'at alpha %d yields no score rather than a wrong one',
    (alpha) => {
      const score = joinCapacities(alphaBalance(alpha), CAPACITIES);
      expect(score.ok).toBe(false);
      if (!score.ok) {
        expect(score.reason).toContain(
          'no finite number, at attention=3, feedForward=5, embedding=7',
        );
      }
    },
  );

  test('at an alpha next to 1 the complement is not lost', () => {
    const balance = alphaBalance(1 - 2 ** -50);
    expect(balance).toMatchObject({
      coefficients: { feedForward: Number((2 ** -50).toPrecision(15)) },
    });
  });
});

describe('defaultBalance(family)', () => {
  test('is an alpha of its own for each family, with its provenance', () => {
    expect(defaultBalance('encoder')).toEqual(alphaBalance(0.7));
    expect(defaultBalance('decoder')).toEqual(alphaBalance(1));
    expect(defaultBalance('encoder-decoder')).toEqual(alphaBalance(0.6));
    expect(DEFAULT_ALPHAS.encoder.provenance).toContain('FlexiBERT');
    expect(DEFAULT_ALPHAS.decoder.provenance).toContain('gpt2-wt103');
    expect(DEFAULT_ALPHAS['encoder-decoder'].provenance).toContain('given beforehand');
  });
});

describe('joinCapacities(balance, capacities)', () => {
  test('gives each coefficient its own sub-module', () => {
    const coefficients = { attention: 100, feedForward: 10, embedding: -1 };
    expect(joinCapacities({ kind: 'coefficients', coefficients }, CAPACITIES)).toEqual({
      ok: true,
      value: 343,
    });
  });

  test.each([
    ['attention', 3],
    ['feedForward', 5],
    ['embedding', 7],
    ['0.7*attention + 0.3*log(feedForward)', 0.7 * 3 + 0.3 * Math.log(5)],
    ['max(attention, embedding) / feedForward', 7 / 5],
    ['42', 42],
  ])('evaluates the formula %s to %d', (text, value) => {
    expect(joinCapacities(compiled(text), CAPACITIES)).toEqual({ ok: true, value });
  });

  test('names formula, value and capacities where there is no finite number', () => {
    const balance = compiled('log(attention - 3)');
    expect(joinCapacities(balance, CAPACITIES)).toEqual({
      ok: false,
      reason:
        '"log(attention - 3)" yields -Infinity, no finite number, at attention=3, feedForward=5, embedding=7',
    });
    expect(joinCapacities(alphaBalance(1e308), CAPACITIES)).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/^the balance yields /) as string,
    });
  });
});

describe('formulaBalance(text)', () => {
  test.each([
    'attentoin',
    'rows',
    '',
    'attention =',
    'attention = 2',
    'f(x) = x',
    'import({})',
    'attention.x',
  ])('refuses "%s" with a reason', (text) => {
    const balance = formulaBalance(text);
    expect(balance.ok).toBe(false);
    if (!balance.ok) expect(balance.reason).not.toBe('');
  });
});
