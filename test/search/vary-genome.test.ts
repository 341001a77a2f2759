import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainAxis, type Axis } from '../../src/search-space/axis.ts';
import { choicesOf, genomeOf, type Genome } from '../../src/search/genome.ts';
import { RandomNumbers } from '../../src/search/random-numbers.ts';
import { crossGenomes, mutateEach, mutateOne } from '../../src/search/vary-genome.ts';
import { allChoices, smallAxes } from '../search-space/axes.ts';

const layer: Axis[] = [plainAxis(50), plainAxis(50)];

/** A width and two or four layers of two choices each. */
const AXES: Axis[] = [plainAxis(2), { options: [2, 4].map((times) => ({ opens: layer, times })) }];
const SHORT = genomeOf(AXES, [0, 0, 1, 2, 3, 4]);
const LONG = genomeOf(AXES, [1, 1, 11, 12, 13, 14, 15, 16, 17, 18]);

const random = (seed: number): RandomNumbers => new RandomNumbers(seed, 'vary');
const seeds = Array.from({ length: 300 }, (_, seed) => seed);

/** Whether a genome is one of a small space. */
function isOf(axes: readonly Axis[], genome: Genome): boolean {
  const choices = choicesOf(genome).join();
  return allChoices(axes).some((own) => own.join() === choices);
}

describe('mutateOne', () => {
  it('changes one choice, each as likely', () => {
    const changes = new Map<string, number>();
    for (const seed of seeds) {
      const before = choicesOf(SHORT);
      const after = choicesOf(mutateOne(AXES, SHORT, random(seed)));
      const changed = before.flatMap((choice, place) => (after[place] === choice ? [] : [place]));
      changes.set(changed.join(), (changes.get(changed.join()) ?? 0) + 1);
      expect(after).toHaveLength(changed[0] === 1 ? 10 : 6);
    }
    expect([...changes.keys()].sort()).toEqual(['0', '1', '2', '3', '4', '5']);
    // Of 300, 50 are expected of each; that is more than four standard deviations.
    for (const count of changes.values()) expect(Math.abs(count - 50)).toBeLessThan(30);
  });

  it('keeps the layers that both numbers have', () => {
    const longer = seeds
      .map((seed) => choicesOf(mutateOne(AXES, SHORT, random(seed))))
      .filter(([, number]) => number === 1);
    expect(longer.length).toBeGreaterThan(10);
    for (const choices of longer) expect(choices.slice(2, 6)).toEqual([1, 2, 3, 4]);
    const shorter = seeds
      .map((seed) => choicesOf(mutateOne(AXES, LONG, random(seed))))
      .filter(([, number]) => number === 0);
    expect(shorter.length).toBeGreaterThan(10);
    for (const choices of shorter) expect(choices).toEqual([1, 0, 11, 12, 13, 14]);
  });

  it('stays in the space, and differs where there is a choice', () => {
    fc.assert(
      fc.property(smallAxes, fc.nat(), fc.nat(), (axes, number, seed) => {
        const all = allChoices(axes);
        const genome = genomeOf(axes, all[number % all.length]!);
        const child = mutateOne(axes, genome, random(seed));
        expect(isOf(axes, child)).toBe(true);
        expect(child).not.toEqual(genome);
      }),
    );
  });

  it('gives back what has no choice', () => {
    const axes = [plainAxis(1), plainAxis(1)];
    const genome = genomeOf(axes, [0, 0]);
    expect(mutateOne(axes, genome, random(1))).toEqual(genome);
    expect(mutateEach(axes, genome, random(1))).toEqual(genome);
  });
});

describe('mutateEach', () => {
  it('changes one choice on average, and each independently', () => {
    let changes = 0;
    const places = new Set<number>();
    for (const seed of seeds) {
      const after = choicesOf(mutateEach(AXES, SHORT, random(seed)));
      for (const [place, choice] of choicesOf(SHORT).entries()) {
        if (after[place] === choice) continue;
        changes += 1;
        places.add(place);
      }
    }
    expect(places.size).toBe(6);
    expect(Math.abs(changes / seeds.length - 1)).toBeLessThan(0.25);
  });

  it('stays in the space', () => {
    fc.assert(
      fc.property(smallAxes, fc.nat(), fc.nat(), (axes, number, seed) => {
        const all = allChoices(axes);
        const genome = genomeOf(axes, all[number % all.length]!);
        expect(isOf(axes, mutateEach(axes, genome, random(seed)))).toBe(true);
      }),
    );
  });
});

describe('crossGenomes', () => {
  it('takes each choice from one parent or the other', () => {
    const taken = new Set<string>();
    for (const seed of seeds) {
      const [width, number, ...layers] = choicesOf(crossGenomes(AXES, SHORT, LONG, random(seed)));
      taken.add(`width ${width ?? ''}`).add(`number ${number ?? ''}`);
      expect(layers).toHaveLength(number === 0 ? 4 : 8);
      for (const [place, choice] of layers.entries()) {
        const parents = [place + 1, place + 11];
        // The last layers are those of the longer parent.
        expect(place < 4 ? parents : parents.slice(1)).toContain(choice);
        taken.add(`layer ${place} ${choice}`);
      }
    }
    expect(taken.size).toBe(4 + 4 * 2 + 4);
  });

  it('gives the parents where they are equal', () => {
    fc.assert(
      fc.property(smallAxes, fc.nat(), fc.nat(), (axes, number, seed) => {
        const all = allChoices(axes);
        const genome = genomeOf(axes, all[number % all.length]!);
        expect(crossGenomes(axes, genome, genome, random(seed))).toEqual(genome);
      }),
    );
  });

  it('stays in the space', () => {
    fc.assert(
      fc.property(smallAxes, fc.nat(), fc.nat(), fc.nat(), (axes, a, b, seed) => {
        const all = allChoices(axes);
        const [mother, father] = [a, b].map((n) => genomeOf(axes, all[n % all.length]!));
        expect(isOf(axes, crossGenomes(axes, mother!, father!, random(seed)))).toBe(true);
      }),
    );
  });
});
