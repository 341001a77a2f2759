import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compiled, VARIABLES } from './compiled.ts';
import { casesOf } from '../sweeps.ts';

/** Formulas whose values at small integers are integers far below 2^53: exact. */
const integerTexts = fc.letrec<{ text: string; leaf: string }>((tie) => ({
  leaf: fc.constantFrom(...VARIABLES, '1', '2', '3'),
  text: fc.oneof(
    { maxDepth: 4 },
    tie('leaf'),
    fc
      .tuple(tie('text'), fc.constantFrom('+', '-', '*'), tie('text'))
      .map((parts) => `(${parts.join('')})`),
    tie('text').map((text) => `-${text}`),
    tie('text').map((text) => `(${text})^2`),
    tie('text').map((text) => `abs(${text})`),
    fc.tuple(tie('text'), tie('text')).map((parts) => `max(${parts.join(',')})`),
  ),
})).text;

describe('Formula', () => {
  test('variables are those that occur, in the given order, even where their part cancels', () => {
    expect(compiled('embedding * 0 + attention').variables).toEqual(['attention', 'embedding']);
    expect(compiled('2 * pi').variables).toEqual([]);
  });

  test('evaluate takes the values of its own call, not of another formula or an earlier call', () => {
    const first = compiled('attention - feedForward');
    const second = compiled('attention * 2');
    expect(first.evaluate({ attention: 9, feedForward: 1, embedding: 0 })).toBe(8);
    expect(second.evaluate({ attention: 1, feedForward: 0, embedding: 0 })).toBe(2);
    expect(first.evaluate({ attention: 2, feedForward: 1, embedding: 0 })).toBe(1);
  });

  test('evaluate refuses a value that is missing where it would yield NaN in silence', () => {
    const formula = compiled('attention + 1');
    expect(() => formula.evaluate({} as never)).toThrow('needs a number for "attention"');
    expect(() => formula.evaluate({ attention: '1' } as never)).toThrow(TypeError);
  });

  test.each([
    ['2 * attention + feedForward / 3 - embedding', true],
    ['-(attention + 1) * sqrt(embedding)', true],
    ['(attention + feedForward) * embedding^2 / log(embedding)', true],
    ['embedding * 5', true],
    ['pi', true],
    ['max(embedding, 3) * attention', true],
    ['attention * feedForward', false],
    ['attention * attention', false],
    ['1 / attention', false],
    ['attention / feedForward', false],
    ['attention^2', false],
    ['2^attention', false],
    ['attention^1', false],
    ['pow(attention, 2)', false],
    ['sqrt(attention)', false],
    ['abs(embedding + attention)', false],
    ['max(attention, 3)', false],
    ['min(1, feedForward)', false],
    ['1 + attention * feedForward - attention * feedForward', false],
    ['2 * (3 - attention^2)', false],
  ])('%s, affine in attention and feedForward together: %s', (text, expected) => {
    expect(compiled(text).affineIn(['attention', 'feedForward'])).toBe(expected);
  });

  test('affineIn of no variable is true, and of one at a time says nothing of both', () => {
    const product = compiled('attention * feedForward');
    expect(product.affineIn([])).toBe(true);
    expect(product.affineIn(['attention'])).toBe(true);
    expect(product.affineIn(['feedForward'])).toBe(true);
    expect(product.affineIn(['attention', 'feedForward'])).toBe(false);
  });

  test('a formula said to be affine that is not fails f(x + y) + f(0) = f(x) + f(y)', () => {
    const small = fc.integer({ min: -2, max: 2 });
    fc.assert(
      fc.property(integerTexts, small, small, small, small, small, (text, ...at) => {
        const formula = compiled(text);
        fc.pre(formula.affineIn(['attention', 'feedForward']));
        const [a, b, c, d, embedding] = at;
        const f = (attention: number, feedForward: number) =>
          formula.evaluate({ attention, feedForward, embedding });
        // Compared by ===, to which both zeros are one.
        expect(f(a + b, c + d) + f(0, 0) === f(a, c) + f(b, d)).toBe(true);
      }),
      { numRuns: casesOf(1000) },
    );
  });
});
