import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../src/event-loop-break.ts';
import { bestModels, frontOfModels } from '../../src/search/exact-search.ts';
import {
  NO_LIMIT,
  searchTask,
  type MeasuredGroup,
  type SumLimit,
} from '../../src/search/measured-group.ts';
import { valueOf } from '../evaluation/value-of.ts';
import { limitAmong } from './sum-limits.ts';

/** A model by brute force: its layers sorted, with its sums as they are defined. */
interface Model {
  readonly group: number;
  readonly layers: readonly number[];
  readonly value: number;
  readonly score: number;
  readonly sums: readonly number[];
}

/** What the layers of a group add, from which the numbers of its models follow. */
interface Layered {
  readonly layers: number;
  readonly isJoined: boolean;
  readonly start: { readonly score: number; readonly sums: readonly number[] };
  readonly each: readonly { readonly score: number; readonly sums: readonly number[] }[];
}

/** A score that rises with the sum over layers, and depends on another sum besides. */
function joined(value: number, [first = NaN]: readonly number[]): number {
  return Math.exp(value / 20) + (first % 5) / 4;
}

function add(model: Layered, layers: readonly number[], group: number): Model {
  const own = layers.map((option) => model.each[option]);
  const value = own.reduce((sum, each) => sum + (each?.score ?? NaN), model.start.score);
  const all = model.start.sums.map((start, index) =>
    own.reduce((sum, each) => sum + (each?.sums[index] ?? NaN), start),
  );
  return { group, layers, value, score: model.isJoined ? joined(value, all) : value, sums: all };
}

function measured(model: Layered): MeasuredGroup {
  const options = model.each.map((_, option) =>
    add(
      model,
      Array.from({ length: model.layers }, () => option),
      0,
    ),
  );
  return { layers: model.layers, options, ...(model.isJoined && { join: joined }) };
}

/** All sorted lists of `layers` options, in order. */
function sortedLists(layers: number, options: number, from = 0): number[][] {
  if (layers === 0) return [[]];
  const lists: number[][] = [];
  for (let option = from; option < options; option++) {
    for (const rest of sortedLists(layers - 1, options, option)) lists.push([option, ...rest]);
  }
  return lists;
}

function allModels(models: readonly Layered[]): Model[] {
  return models.flatMap((model, group) =>
    sortedLists(model.layers, model.each.length).map((layers) => add(model, layers, group)),
  );
}

interface Limits {
  readonly limits: readonly SumLimit[];
  readonly scoreLimit: SumLimit;
}

function isWithin({ limits, scoreLimit }: Limits, { score, sums }: Model): boolean {
  return (
    score >= scoreLimit.least &&
    score <= scoreLimit.most &&
    limits.every(({ least, most }, index) => {
      const sum = sums[index] ?? NaN;
      return sum >= least && sum <= most;
    })
  );
}

const SUMS = 3;

/** Less than scores differ by, and more than rounding. */
const MARGIN = 1e-9;
const sums = fc.tuple(
  fc.nat(9),
  fc.nat(4).map((n) => 1000 * n),
  fc.integer({ min: -3, max: 3 }),
);
// Halves, so that scores are exact; small, so that many are equal.
const score = fc.integer({ min: -8, max: 8 }).map((n) => n / 2);
const part = fc.record({ score, sums });
const layered = fc.record({
  layers: fc.integer({ min: 1, max: 5 }),
  start: part,
  each: fc.array(part, { minLength: 1, maxLength: 6 }),
});
const spaces = fc
  .tuple(fc.array(layered, { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([models, isJoined]) => models.map((own): Layered => ({ ...own, isJoined })));

/** Limits around the sums of a random model, so that some are tight and few are impossible. */
const tasks = spaces.chain((models) => {
  const all = allModels(models);
  return fc.record({
    models: fc.constant(models),
    limits: fc.tuple(
      ...Array.from({ length: SUMS }, (_, index) =>
        limitAmong(all.map((own) => own.sums[index] ?? NaN)),
      ),
    ),
    scoreLimit: fc.oneof(
      { weight: 3, arbitrary: fc.constant(NO_LIMIT) },
      {
        weight: 1,
        arbitrary: limitAmong(all.map((own) => own.score)).map(({ least, most }) => ({
          least: least - MARGIN,
          most: most + MARGIN,
        })),
      },
    ),
  });
});

function layersOf(counts: readonly number[]): number[] {
  return counts.flatMap((count, option) => Array.from({ length: count }, () => option));
}

describe('exact search', () => {
  it('finds the 20 best of all models in their order: catches one that is missing, doubled or misplaced', () => {
    fc.assert(
      fc.property(tasks, ({ models, limits, scoreLimit }) => {
        const groups = models.map(measured);
        const task = searchTask(groups, limits, scoreLimit);
        const right = allModels(models)
          .filter((model) => isWithin({ limits, scoreLimit }, model))
          .toSorted((a, b) => b.score - a.score)
          .slice(0, 20);
        const found = valueOf(atOnce(bestModels(groups, task, 20)));
        expect(
          found.map(({ group, counts, score: value, sums: own }) => ({
            group,
            layers: layersOf(counts),
            score: value,
            sums: own,
          })),
        ).toEqual(
          right.map(({ value: _, ...model }) => ({
            ...model,
            score: expect.closeTo(model.score, 9) as number,
          })),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('finds the whole front: catches a point that is missing or beaten, and a model that is not the first of its point', () => {
    fc.assert(
      fc.property(tasks, fc.nat(SUMS - 1), ({ models, limits, scoreLimit }, cost) => {
        const groups = models.map(measured);
        const task = searchTask(groups, limits, scoreLimit);
        const admitted = allModels(models).filter((model) =>
          isWithin({ limits, scoreLimit }, model),
        );
        const costOf = ({ sums: own }: Pick<Model, 'sums'>): number => own[cost] ?? NaN;
        const right = admitted.filter((own) =>
          admitted.every((other) => {
            const isAsGood = costOf(other) <= costOf(own) && other.score >= own.score;
            return !(isAsGood && (costOf(other) < costOf(own) || other.score > own.score));
          }),
        );
        // Of models that are alike in both, the first is listed.
        const points = right.filter(
          (own, index) =>
            right.findIndex((o) => costOf(o) === costOf(own) && o.score === own.score) === index,
        );
        const found = valueOf(atOnce(frontOfModels(groups, task, cost)));
        const describe = (
          { group, score: value, sums: own }: Omit<Model, 'layers' | 'value'>,
          layers: readonly number[],
        ) => ({ group, layers, score: value.toFixed(6), cost: costOf({ sums: own }) });
        expect(found.map((own) => describe(own, layersOf(own.counts)))).toEqual(
          points.toSorted((a, b) => costOf(a) - costOf(b)).map((own) => describe(own, own.layers)),
        );
      }),
      { numRuns: 200 },
    );
  });
});
