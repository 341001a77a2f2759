import { afterEach, describe, expect, test, vi } from 'vitest';
import { takeTurns } from '../../src/scoring/take-turns.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('takeTurns(items, work)', () => {
  test('works through all items in order', async () => {
    const seen: number[] = [];
    await takeTurns(new Set([3, 1, 2]), (item) => seen.push(item));
    expect(seen).toEqual([3, 1, 2]);
  });

  test('lets others have a turn after a while of work, or a progress bar would stand still', async () => {
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    const order: string[] = [];
    setImmediate(() => order.push('other'));
    await takeTurns(['a', 'b', 'c'], (item) => {
      order.push(item);
      now += 30;
    });
    expect(order).toEqual(['a', 'b', 'other', 'c']);
  });

  test('an error in the work is passed on, and nothing is done after it', async () => {
    const seen: number[] = [];
    const working = takeTurns([1, 2, 3], (item) => {
      seen.push(item);
      if (item === 2) throw new Error('broken');
    });
    await expect(working).rejects.toThrow('broken');
    expect(seen).toEqual([1, 2]);
  });
});
