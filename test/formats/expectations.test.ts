import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  oddNumber,
  oneOf,
  orList,
  numberBetween,
  wholeNumber,
} from '../../src/formats/expectations.ts';

describe('wholeNumber', () => {
  test('exactly the whole numbers of its range pass', () => {
    const schema = wholeNumber(2, 5);
    expect([1, 2, 3, 5, 6, 2.5, NaN, Infinity].filter((n) => schema.safeParse(n).success)).toEqual([
      2, 3, 5,
    ]);
  });
});

describe('oddNumber', () => {
  test('exactly the odd whole numbers of its range pass', () => {
    const schema = oddNumber(1, 7);
    fc.assert(
      fc.property(fc.oneof(fc.integer({ min: -10, max: 20 }), fc.double()), (n) => {
        expect(schema.safeParse(n).success).toBe([1, 3, 5, 7].includes(n));
      }),
    );
  });
});

describe('numberBetween', () => {
  test('NaN and what is beyond either end do not pass, the ends do', () => {
    const schema = numberBetween(0.25, 10);
    const numbers = [-1, 0, 0.2, 0.25, 0.5, 10, 10.5, NaN, Infinity];
    expect(numbers.filter((n) => schema.safeParse(n).success)).toEqual([0.25, 0.5, 10]);
  });
});

describe('oneOf', () => {
  test('another name is refused with all that there are', () => {
    const [issue] = oneOf(['a', 'b', 'c']).safeParse('A').error?.issues ?? [];
    expect(issue?.message).toBe('expected "a", "b" or "c"');
  });
});

describe('orList', () => {
  test.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a or b'],
    [['a', 'b', 'c'], 'a, b or c'],
  ])('%j', (items, expected) => {
    expect(orList(items)).toBe(expected);
  });
});
