import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../src/event-loop-break.ts';
import { DROPPED } from '../../src/search/best-choices.ts';
import { ChoiceTables } from '../../src/search/choice-tables.ts';
import { bestModels, frontOfModels } from '../../src/search/exact-search.ts';
import { groupTables } from '../../src/search/group-tables.ts';
import {
  NO_LIMIT,
  reachOf,
  searchTask,
  type MeasuredGroup,
  type SumLimit,
} from '../../src/search/measured-group.ts';
import { valueOf } from '../evaluation/value-of.ts';
import { limitAmong } from './sum-limits.ts';

/** A whole model of which groups keep some layers; a layer adds its own to the score. */
interface Whole {
  readonly kept: number;
  readonly start: { readonly score: number; readonly sums: readonly number[] };
  /** What a layer of each option adds to the sums, whichever it is. */
  readonly sums: readonly (readonly number[])[];
  /** By layer, then by option. */
  readonly values: readonly (readonly number[])[];
}

interface Model {
  readonly group: number;
  readonly counts: readonly number[];
  readonly score: number;
  readonly sums: readonly number[];
}

function measured({ kept, start, sums, values }: Whole): MeasuredGroup {
  return {
    layers: kept,
    options: sums.map((own) => ({
      value: NaN,
      sums: own.map((sum, index) => (start.sums[index] ?? NaN) + kept * sum),
    })),
    own: { start: start.score, values },
  };
}

/** All choices by brute force: the options of each layer in order, and dropped last. */
function allModels(wholes: readonly Whole[]): Model[] {
  return wholes.flatMap(({ kept, start, sums, values }, group) => {
    const choices = values.reduce<number[][]>(
      (lists) =>
        lists.flatMap((list) => [...sums.keys(), DROPPED].map((option) => [...list, option])),
      [[]],
    );
    return choices
      .filter((own) => own.filter((option) => option !== DROPPED).length === kept)
      .map((counts): Model => ({
        group,
        counts,
        score: counts.reduce(
          (sum, option, layer) => sum + (values[layer]?.[option] ?? 0),
          start.score,
        ),
        sums: start.sums.map((own, index) =>
          counts.reduce((sum, option) => sum + (sums[option]?.[index] ?? 0), own),
        ),
      }));
  });
}

const SUMS = 2;
// Halves, so that scores are exact; small, so that many are equal.
const half = fc.integer({ min: -8, max: 8 }).map((n) => n / 2);
const sums = fc.tuple(fc.nat(9), fc.integer({ min: -3, max: 3 }));
const wholes = fc
  .record({ layers: fc.integer({ min: 1, max: 4 }), options: fc.integer({ min: 1, max: 3 }) })
  .chain(({ layers, options }) =>
    fc.record({
      kept: fc.integer({ min: 1, max: layers }),
      start: fc.record({ score: half, sums }),
      sums: fc.array(sums, { minLength: options, maxLength: options }),
      values: fc.array(fc.array(half, { minLength: options, maxLength: options }), {
        minLength: layers,
        maxLength: layers,
      }),
    }),
  );
const tasks = fc.array(wholes, { minLength: 1, maxLength: 3 }).chain((models) => {
  const all = allModels(models);
  return fc.record({
    models: fc.constant(models),
    limits: fc.tuple(
      ...Array.from({ length: SUMS }, (_, index) =>
        limitAmong(all.map((own) => own.sums[index] ?? NaN)),
      ),
    ),
  });
});

function isWithin(limits: readonly SumLimit[], { sums: own }: Model): boolean {
  return limits.every(({ least, most }, index) => {
    const sum = own[index] ?? NaN;
    return sum >= least && sum <= most;
  });
}

describe('exact search over layers with values of their own', () => {
  it('finds the 20 best of all choices in their order: catches one that is missing, doubled or misplaced', () => {
    fc.assert(
      fc.property(tasks, ({ models, limits }) => {
        const groups = models.map(measured);
        const right = allModels(models)
          .filter((own) => isWithin(limits, own))
          .toSorted((a, b) => b.score - a.score)
          .slice(0, 20)
          .map((own) => ({ ...own, score: expect.closeTo(own.score, 9) as number }));
        const found = valueOf(atOnce(bestModels(groups, searchTask(groups, limits), 20)));
        expect(found).toEqual(right);
      }),
      { numRuns: 200 },
    );
  });

  it('finds the whole front: catches a point that is missing or beaten', () => {
    fc.assert(
      fc.property(tasks, fc.nat(SUMS - 1), ({ models, limits }, cost) => {
        const groups = models.map(measured);
        const costOf = ({ sums: own }: Pick<Model, 'sums'>): number => own[cost] ?? NaN;
        const admitted = allModels(models).filter((own) => isWithin(limits, own));
        const right = new Map<number, number>();
        let highest = -Infinity;
        for (const own of admitted.toSorted((a, b) => costOf(a) - costOf(b) || b.score - a.score)) {
          if (own.score > highest) right.set(costOf(own), own.score);
          highest = Math.max(highest, own.score);
        }
        const found = valueOf(atOnce(frontOfModels(groups, searchTask(groups, limits), cost)));
        expect(found.map((own) => [costOf(own), own.score.toFixed(6)])).toEqual(
          [...right].map(([own, score]) => [own, score.toFixed(6)]),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('knows the least and the greatest score', () => {
    fc.assert(
      fc.property(wholes, (whole) => {
        const scores = allModels([whole]).map(({ score }) => score);
        const { low, high } = reachOf(measured(whole));
        expect(low).toBeCloseTo(Math.min(...scores), 9);
        expect(high).toBeCloseTo(Math.max(...scores), 9);
      }),
    );
  });

  it('refuses more sums than it may hold, and an upper limit of the score', () => {
    const choices = {
      keys: [0, 1],
      values: [
        [0, 1],
        [0, 1],
        [0, 1],
      ],
      kept: 3,
    };
    expect(ChoiceTables.of(choices, () => true, 20).ok).toBe(true);
    expect(ChoiceTables.of(choices, () => true, 4).ok).toBe(false);
    const group = {
      layers: 1,
      options: [{ value: NaN, sums: [] }],
      own: { start: 0, values: [[1]] },
    };
    const task = searchTask([group], [], { ...NO_LIMIT, most: 2 });
    expect(groupTables(group, task)).toMatchObject({ ok: false });
  });
});
