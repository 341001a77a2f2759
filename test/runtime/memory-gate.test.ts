import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { MemoryGate } from '../../src/runtime/memory-gate.ts';

describe('MemoryGate', () => {
  test('lets in as much as there is room for, in order: catches two that are too large together', async () => {
    const gate = new MemoryGate(10);
    const entered: string[] = [];
    const enter = async (name: string, bytes: number): Promise<() => void> => {
      const leave = await gate.enter(bytes);
      entered.push(name);
      return leave;
    };
    const [first, second] = [await enter('a', 6), await enter('b', 4)];
    const third = enter('c', 7);
    const fourth = enter('d', 1);
    await setImmediate();
    expect(entered).toEqual(['a', 'b']);
    second();
    await setImmediate();
    // What is small waits for what is large and came before.
    expect(entered).toEqual(['a', 'b']);
    first();
    (await third)();
    (await fourth)();
    expect(entered).toEqual(['a', 'b', 'c', 'd']);
    (await enter('e', 10))();
  });

  test('refuses what never fits: catches a wait without an end', async () => {
    await expect(new MemoryGate(10).enter(11)).rejects.toThrow('never fit');
  });
});
