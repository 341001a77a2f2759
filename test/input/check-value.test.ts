import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { checkValue, findExcess } from '../../src/input/check-value.ts';
import { MAX_RECORD_VALUES } from '../../src/input/limits.ts';

describe('checkValue', () => {
  test('gives the value of the schema, or its problems', () => {
    const schema = z.object({ a: z.number({ error: 'expected a number' }).default(3) });
    expect(checkValue(schema, {}, 'f')).toEqual({ ok: true, value: { a: 3 } });
    expect(checkValue(schema, { a: 'x' }, 'f')).toEqual({
      ok: false,
      reason: [{ source: 'f', path: 'a', message: '"x": expected a number' }],
    });
  });

  test('shows the schema no item of a value that is too large', () => {
    let seen = 0;
    const item = z.unknown().refine(() => {
      seen += 1;
      return false;
    });
    const value = Array.from({ length: MAX_RECORD_VALUES }, () => ({}));
    expect(checkValue(z.array(item), value, 'f')).toEqual({
      ok: false,
      reason: [
        {
          source: 'f',
          path: '',
          message: `too large: expected at most ${MAX_RECORD_VALUES} numbers, texts, lists and objects in one record`,
        },
      ],
    });
    expect(seen).toBe(0);
  });
});

test('a list in a list with as many problems as a record may have is refused, not thrown', () => {
  const schema = z.array(z.array(z.number({ error: 'expected a number' })));
  const value = [Array.from({ length: MAX_RECORD_VALUES - 2 }, () => 'x')];
  const checked = checkValue(schema, value, 'f');
  expect(checked.ok ? 0 : checked.reason.length).toBe(MAX_RECORD_VALUES - 2);
});

describe('findExcess', () => {
  test.each([
    [[1, 2, 3], 4],
    [{ a: [1], b: { c: null } }, 5],
    [[[[]]], 3],
  ])('counts %j as %i values', (value, count) => {
    expect(findExcess(value, count)).toBeUndefined();
    expect(findExcess(value, count - 1)).toContain(`expected at most ${count - 1} numbers`);
  });

  test('is not stopped by depth: catches a walk that calls itself', () => {
    let deep: unknown = [];
    for (let level = 0; level < 100_000; level++) deep = [deep];
    expect(findExcess(deep, 100_001)).toBeUndefined();
    expect(findExcess(deep, 100_000)).toBeDefined();
  });
});
