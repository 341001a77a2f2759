import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainAxis, type Axis } from '../../src/search-space/axis.ts';
import type { Choices } from '../../src/search-space/choices-at.ts';
import type { Evolution } from '../../src/search/evolution.ts';
import { evolve, type Evaluated } from '../../src/search/evolve.ts';
import type { Fitness } from '../../src/search/fitness.ts';
import { choicesOf, drawGenome, genomeOf } from '../../src/search/genome.ts';
import { nsgaII } from '../../src/search/nsga-ii.ts';
import { RandomNumbers } from '../../src/search/random-numbers.ts';
import { CHILDREN_AT_ONCE, regularizedEvolution } from '../../src/search/regularized-evolution.ts';
import { allChoices, smallAxes } from '../search-space/axes.ts';

/** An evolution of a space in which every candidate is valid. */
async function run(
  axes: readonly Axis[],
  evolution: Evolution,
  evaluations: number,
  seed: number,
  fitnessOf: (choices: Choices) => Fitness | null,
): Promise<{ all: Evaluated[]; batches: number[] }> {
  const seen = new Set<string>();
  const left = allChoices(axes);
  const random = new RandomNumbers(seed, 'sample');
  const batches: number[] = [];
  const admit = (choices: Choices): Promise<Choices | null> => {
    if (seen.has(choices.join())) return Promise.resolve(null);
    seen.add(choices.join());
    return Promise.resolve(choices);
  };
  const all = await evolve<Choices, Evaluated>({
    axes,
    evolution,
    seed,
    evaluations,
    admit,
    draw: async () => {
      while (left.length > 0) {
        const [choices = []] = left.splice(random.below(left.length), 1);
        const item = await admit(choices);
        if (item !== null) return item;
      }
      return null;
    },
    evaluate: (items) => {
      batches.push(items.length);
      return Promise.resolve(items.map((choices) => ({ choices, fitness: fitnessOf(choices) })));
    },
  });
  return { all, batches };
}

/** The sum of the choices: additive, so that evolution climbs it. */
const sumOf = (choices: Choices): Fitness => {
  return { score: choices.reduce((sum, choice) => sum + choice, 0), cost: null, violation: 0 };
};

const WIDE = Array.from({ length: 8 }, () => plainAxis(6));

/** A space too large to be listed in each test. */
async function climb(evaluations: number, seed: number): Promise<number> {
  const random = new RandomNumbers(seed, 'first');
  const seen = new Set<string>();
  const admit = (choices: Choices): Promise<Choices | null> => {
    const isNew = !seen.has(choices.join());
    seen.add(choices.join());
    return Promise.resolve(isNew ? choices : null);
  };
  const all = await evolve<Choices, Evaluated>({
    axes: WIDE,
    evolution: regularizedEvolution(WIDE, 50, 10),
    seed,
    evaluations,
    admit,
    draw: () => admit(choicesOf(drawGenome(WIDE, random))),
    evaluate: (items) =>
      Promise.resolve(items.map((choices) => ({ choices, fitness: sumOf(choices) }))),
  });
  return Math.max(...all.map(({ fitness }) => fitness?.score ?? -Infinity));
}

describe('evolve', () => {
  const algorithms = [
    ['regularized evolution', (axes: readonly Axis[]) => regularizedEvolution(axes, 4, 2)],
    ['NSGA-II', (axes: readonly Axis[]) => nsgaII(axes, 4)],
  ] as const;

  it.each(algorithms)('%s evaluates each candidate once, until none is left', async (_, make) => {
    await fc.assert(
      fc.asyncProperty(
        smallAxes.filter((axes) => allChoices(axes).length <= 200),
        fc.nat(),
        async (axes, seed) => {
          const { all } = await run(axes, make(axes), 1000, seed, sumOf);
          const names = all.map(({ choices }) => choices.join());
          expect(new Set(names).size).toBe(names.length);
          expect(names.toSorted()).toEqual(allChoices(axes).map(String).sort());
        },
      ),
      { numRuns: 30 },
    );
  });

  it.each(algorithms)('%s begins with what fewer evaluations give', async (_, make) => {
    const axes = [plainAxis(5), plainAxis(5), plainAxis(5)];
    const { all: longer } = await run(axes, make(axes), 60, 7, sumOf);
    for (const evaluations of [4, 5, 30, 59]) {
      const { all } = await run(axes, make(axes), evaluations, 7, sumOf);
      expect(all).toEqual(longer.slice(0, evaluations));
    }
    const { all: other } = await run(axes, make(axes), 60, 8, sumOf);
    expect(other).not.toEqual(longer);
  });

  it('fills the population with candidates that have a score', async () => {
    const axes = [plainAxis(30), plainAxis(30)];
    const fitnessOf = (choices: Choices): Fitness | null =>
      (choices[0] ?? 0) % 2 === 0 ? sumOf(choices) : null;
    const { all, batches } = await run(axes, regularizedEvolution(axes, 20, 5), 200, 1, fitnessOf);
    expect(all).toHaveLength(200);
    const first = all.findIndex(
      (_, index) => all.slice(0, index).filter(({ fitness }) => fitness !== null).length === 20,
    );
    let done = 0;
    const bred = batches.filter((batch) => {
      done += batch;
      return done > first;
    });
    expect(bred.slice(0, -1).every((batch) => batch === CHILDREN_AT_ONCE)).toBe(true);
  });

  it('climbs to the optimum of a sum, far from where random search is', async () => {
    for (let seed = 0; seed < 5; seed++) expect(await climb(1000, seed)).toBe(40);
  });
});

describe('regularizedEvolution', () => {
  it('breeds from the best of a sample, and lets the oldest go however good', () => {
    const axes = [plainAxis(100)];
    const evolution = regularizedEvolution(axes, 2, 50);
    const individual = (choice: number, score: number) => {
      return { genome: genomeOf(axes, [choice]), fitness: { score, cost: null, violation: 0 } };
    };
    evolution.take([individual(1, 100), individual(2, 50), individual(3, 10)]);
    // The first is gone. A child of the second differs from it, and may be any other.
    const children = Array.from({ length: 300 }, (_, seed) =>
      choicesOf(evolution.breed(new RandomNumbers(seed, 'child'))).join(),
    );
    expect(children).not.toContain('2');
    expect(children).toContain('3');
  });

  it('has no parent before there is a population', () => {
    const evolution = regularizedEvolution([plainAxis(2)], 2, 2);
    expect(() => evolution.breed(new RandomNumbers(0, 'child'))).toThrow(RangeError);
  });
});

describe('nsgaII', () => {
  it('breeds from winners of tournaments, by crossover and mutation', () => {
    const axes = [plainAxis(1000), plainAxis(1000)];
    const evolution = nsgaII(axes, 3);
    const individual = (choice: number, score: number, cost: number) => {
      const fitness = { score, cost, violation: 0 };
      return { genome: genomeOf(axes, [choice, choice]), fitness };
    };
    evolution.take([individual(0, 9, 9), individual(1, 5, 5), individual(2, 4, 6)]);
    const kept = new Map<string, number>();
    for (let seed = 0; seed < 900; seed++) {
      const child = choicesOf(evolution.breed(new RandomNumbers(seed, 'child')));
      for (const choice of child) {
        if (choice < 3) kept.set(`${choice}`, (kept.get(`${choice}`) ?? 0) + 1);
      }
    }
    const [first = NaN, second = NaN, last = NaN] = ['0', '1', '2'].map((own) => kept.get(own));
    // The last is a parent only where it is drawn twice: 1 of 9 times, and the others 4 of 9 each.
    expect(Math.abs(first / second - 1)).toBeLessThan(0.3);
    expect(Math.abs(last / (first + second) - 1 / 8)).toBeLessThan(0.05);
    // Each choice is changed with a chance of one half.
    expect(Math.abs((first + second + last) / 1800 - 0.5)).toBeLessThan(0.06);
  });
});
