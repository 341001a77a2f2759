import { afterEach, describe, expect, test, vi } from 'vitest';
import { workInSlices } from '../src/event-loop-break.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('workInSlices(items, work)', () => {
  test('works through all items in order', async () => {
    const seen: number[] = [];
    await workInSlices(new Set([3, 1, 2]), (item) => seen.push(item));
    expect(seen).toEqual([3, 1, 2]);
  });

  test('lets others have a turn after a while of work, or a progress bar would stand still', async () => {
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    const order: string[] = [];
    setImmediate(() => order.push('other'));
    await workInSlices(['a', 'b', 'c'], (item) => {
      order.push(item);
      now += 30;
    });
    expect(order).toEqual(['a', 'b', 'other', 'c']);
  });

  test('an error in the work is passed on, and nothing is done after it', async () => {
    const seen: number[] = [];
    const working = workInSlices([1, 2, 3], (item) => {
      seen.push(item);
      if (item === 2) throw new Error('broken');
    });
    await expect(working).rejects.toThrow('broken');
    expect(seen).toEqual([1, 2]);
  });
});
