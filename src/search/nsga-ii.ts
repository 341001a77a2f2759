import type { Axis } from '../search-space/axis.ts';
import { crowdingDistances } from './crowding-distance.ts';
import type { Evolution, Individual } from './evolution.ts';
import { dominates } from './fitness.ts';
import { nonDominatedSort } from './non-dominated-sort.ts';
import type { RandomNumbers } from './random-numbers.ts';
import { crossGenomes, mutateEach } from './vary-genome.ts';

/** The chance that a child has two parents, as published. */
export const CROSSOVER = 0.9;

/** A candidate with its place in the crowded comparison. */
interface Placed extends Individual {
  /** The number of its front, from 0. */
  readonly front: number;
  readonly distance: number;
}

/**
 * NSGA-II (Deb et al. 2002): of a population and its children, as many, the first fronts of the
 * non-dominated sort survive, and of the front that does not fit those with the most room. Parents are
 * winners of tournaments of two by the same order. A child is made of two parents by crossover with
 * probability 0.9, and then each of its n choices is changed with probability 1 / n.
 *
 * Crossover is uniform, and makes one child: choices of a space have no order in which a cut in one
 * place, as the authors make it in bits, would mean something.
 */
export function nsgaII(axes: readonly Axis[], population: number): Evolution {
  let living: Placed[] = [];
  return {
    population,
    batch: population,
    breed: (random) => {
      const mother = winner(living, random);
      const isCrossed = random.chance(CROSSOVER);
      const child = isCrossed
        ? crossGenomes(axes, mother.genome, winner(living, random).genome, random)
        : mother.genome;
      return mutateEach(axes, child, random);
    },
    take: (individuals) => {
      living = survivors([...living, ...individuals], population);
    },
  };
}

/** The best of all by the crowded comparison; of equal ones the earlier. */
function survivors(all: readonly Individual[], most: number): Placed[] {
  const kept: Placed[] = [];
  const fitnesses = all.map(({ fitness }) => fitness);
  for (const [front, numbers] of nonDominatedSort(fitnesses, dominates).entries()) {
    if (kept.length >= most) break;
    const members = numbers.flatMap((number) => all[number] ?? []);
    const distances = crowdingDistances(
      members.map(({ fitness: { score, cost } }) => [cost ?? 0, -score]),
    );
    const placed = members.map((member, index): Placed => {
      return { ...member, front, distance: distances[index] ?? 0 };
    });
    if (kept.length + placed.length > most) placed.sort(byRoom);
    kept.push(...placed.slice(0, most - kept.length));
  }
  return kept;
}

/** The most room first; two that have no end to it are equal. */
function byRoom(a: Placed, b: Placed): number {
  return a.distance === b.distance ? 0 : b.distance - a.distance;
}

/** The better of two that are drawn; the first where neither is. */
function winner(living: readonly Placed[], random: RandomNumbers): Placed {
  const a = living[random.below(living.length)];
  const b = living[random.below(living.length)];
  if (a === undefined || b === undefined) throw new RangeError('the population is empty');
  return b.front < a.front || (b.front === a.front && byRoom(a, b) > 0) ? b : a;
}
