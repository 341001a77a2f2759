import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileFormula } from '../../src/formula/compile-formula.ts';
import type { Interval } from '../../src/formula/interval.ts';

const NAMES = ['x', 'y'] as const;

function boundsOf(text: string, x: Interval, y: Interval = x): Interval | null {
  const formula = compileFormula(text, NAMES);
  if (!formula.ok) throw new Error(formula.reason);
  return formula.value.boundsOver((name) => ({ x, y })[name]);
}

const range = (low: number, high: number): Interval => ({ low, high });

describe('bounds of a formula', () => {
  test.each<[string, Interval, Interval, Interval | null]>([
    ['x + y', range(1, 2), range(10, 20), range(11, 22)],
    ['x - y', range(1, 2), range(10, 20), range(-19, -8)],
    ['-x', range(1, 2), range(0, 0), range(-2, -1)],
    ['x * y', range(-1, 2), range(-10, 20), range(-20, 40)],
    ['x / y', range(1, 2), range(4, 8), range(0.125, 0.5)],
    ['x / y', range(1, 2), range(-1, 8), null],
    ['x / y', range(1, 2), range(0, 8), null],
    ['abs(x)', range(-3, 2), range(0, 0), range(0, 3)],
    ['abs(x)', range(-3, -2), range(0, 0), range(2, 3)],
    ['min(x, y, 5)', range(1, 7), range(6, 9), range(1, 5)],
    ['max(x, y)', range(1, 7), range(6, 9), range(6, 9)],
    ['log(x)', range(-1, 4), range(0, 0), null],
    ['x ^ y', range(-2, 3), range(0.5, 0.5), null],
    ['x ^ y', range(-2, 3), range(-2, -2), null],
  ])('%s over %j and %j: catches a corner that is missed', (text, x, y, expected) => {
    expect(boundsOf(text, x, y)).toEqual(expected);
  });

  test.each<[string, Interval, Interval]>([
    ['sqrt(x)', range(4, 9), range(2, 3)],
    ['x ^ 2', range(-3, 2), range(0, 9)],
    ['x ^ 3', range(-3, 2), range(-27, 8)],
    ['2 ^ x', range(-1, 3), range(0.5, 8)],
    ['exp(x)', range(0, 1), range(1, Math.E)],
  ])('%s over %j are about its own: catches bounds too wide', (text, x, expected) => {
    const found = boundsOf(text, x);
    expect(found?.low).toBeCloseTo(expected.low, 6);
    expect(found?.high).toBeCloseTo(expected.high, 6);
  });

  test('hold every value in between: catches bounds too narrow', () => {
    const leaf = fc.oneof(
      fc.constantFrom('x', 'y'),
      fc.integer({ min: -3, max: 5 }).map((n) => `(${n})`),
    );
    const { tree } = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc
          .tuple(tie('tree'), fc.constantFrom('+', '-', '*', '/', '^'), tie('tree'))
          .map((parts) => `(${parts.join(' ')})`),
        fc
          .tuple(
            fc.constantFrom('abs', 'sqrt', 'cbrt', 'log', 'log2', 'log1p', 'exp', 'sign', '-'),
            tie('tree'),
          )
          .map(([name, own]) => `${name}(${own})`),
        fc
          .tuple(fc.constantFrom('min', 'max'), tie('tree'), tie('tree'))
          .map(([name, a, b]) => `${name}(${a}, ${b})`),
      ),
    }));
    const end = fc.double({ min: -20, max: 20, noNaN: true });
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    let bounded = 0;
    fc.assert(
      fc.property(tree, fc.tuple(end, end, share), fc.tuple(end, end, share), (text, ...drawn) => {
        const formula = compileFormula(text, NAMES);
        if (!formula.ok) return;
        const [x, y] = drawn.map(([a, b]) => range(Math.min(a, b), Math.max(a, b)));
        const [atX, atY] = drawn.map(([a, b, at]) => {
          const [low, high] = [Math.min(a, b), Math.max(a, b)];
          return Math.min(high, Math.max(low, low + at * (high - low)));
        });
        if (!x || !y || atX === undefined || atY === undefined) return;
        const bounds = formula.value.boundsOver((name) => ({ x, y })[name]);
        const value = formula.value.evaluate({ x: atX, y: atY });
        if (bounds === null || Number.isNaN(value)) return;
        bounded += 1;
        expect(value, text).toBeGreaterThanOrEqual(bounds.low);
        expect(value, text).toBeLessThanOrEqual(bounds.high);
      }),
      { numRuns: 1500 },
    );
    expect(bounded).toBeGreaterThan(300);
  });
});
