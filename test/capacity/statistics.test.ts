import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { MatrixStatistic } from '../../src/capacity/matrix-statistic.ts';
import { STATISTICS, statisticNamed } from '../../src/capacity/statistics.ts';

const FOLDER = new URL('../../src/capacity/', import.meta.url);

function isStatistic(value: unknown): value is MatrixStatistic {
  return typeof value === 'object' && value !== null && 'measure' in value && 'needs' in value;
}

describe('STATISTICS', () => {
  test('names are unique and can be typed as they are', () => {
    const names = STATISTICS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9-]*$/);
  });

  test('hold every statistic of the folder: one that is written but not registered shows', async () => {
    const files = readdirSync(FOLDER).filter(
      (file) => file.endsWith('.ts') && file !== 'statistics.ts',
    );
    const found: MatrixStatistic[] = [];
    for (const file of files) {
      const module = (await import(new URL(file, FOLDER).href)) as Record<string, unknown>;
      found.push(...Object.values(module).filter(isStatistic));
    }
    expect(new Set(STATISTICS)).toEqual(new Set(found));
    expect(STATISTICS).toHaveLength(found.length);
  });

  test('say what they compute and whose idea it was', () => {
    for (const { description, source } of STATISTICS) {
      expect(description).not.toBe('');
      expect(source).not.toBe('');
    }
  });

  test('begin with the default', () => {
    expect(STATISTICS[0]?.name).toBe('zerolm');
  });
});

describe('statisticNamed(name)', () => {
  test('finds each by its name', () => {
    for (const statistic of STATISTICS) expect(statisticNamed(statistic.name)).toBe(statistic);
  });

  test.each(['', 'ZeroLM', 'constructor', 'frobenius ', 'Frobenius'])(
    'finds nothing called "%s"',
    (name) => {
      expect(statisticNamed(name)).toBeUndefined();
    },
  );
});
