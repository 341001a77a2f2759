import { describe, expect, test } from 'vitest';
import { totalOf } from './weights-of.ts';
import { PUBLISHED_TOTALS } from './published-totals.ts';

describe('the parameters of', () => {
  test.each(Object.entries(PUBLISHED_TOTALS))(
    '%s are those that are published, and those of its modules',
    (_, { config, published, besides = 0, counted }) => {
      expect(counted + besides).toBe(published);
      expect(totalOf(config)).toBe(counted);
    },
  );
});
