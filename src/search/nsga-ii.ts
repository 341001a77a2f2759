import type { Axis } from '../search-space/axis.ts';
import type { Evolution } from './evolution.ts';
import type { RandomNumbers } from './random-numbers.ts';
import { compareCrowded, survivors, type Placed } from './survivors.ts';
import { crossGenomes, mutateEach } from './vary-genome.ts';

/** The chance that a child has two parents, as published. */
export const CROSSOVER = 0.9;

/**
 * NSGA-II (Deb et al. 2002): of a population and its children, as many, the first fronts of the
 * non-dominated sort survive, and of the front that does not fit those farthest from their neighbours. Parents are
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

/** The better of two that are drawn; the first where neither is. */
function winner(living: readonly Placed[], random: RandomNumbers): Placed {
  const a = living[random.below(living.length)];
  const b = living[random.below(living.length)];
  if (a === undefined || b === undefined) throw new RangeError('the population is empty');
  return compareCrowded(b, a) < 0 ? b : a;
}
