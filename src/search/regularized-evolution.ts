import type { Axis } from '../search-space/axis.ts';
import type { Evolution, Individual } from './evolution.ts';
import { dominates } from './fitness.ts';
import type { RandomNumbers } from './random-numbers.ts';
import { mutateOne } from './vary-genome.ts';

/**
 * Children bred from the same population: workers have something to do, and what is found depends on
 * no number of them. Its authors had 450 at work on a population of 100.
 */
export const CHILDREN_AT_ONCE = 16;

/**
 * Regularized evolution (Real et al. 2019, arXiv 1802.01548, algorithm 1): the parent is the best of a
 * sample of the population, drawn with replacement; its child, one choice of which is changed, joins
 * the population, and the oldest leaves it, however good it is.
 *
 * @param population P of the publication
 * @param sampleSize S: of equal ones, the first that was drawn is the parent
 */
export function regularizedEvolution(
  axes: readonly Axis[],
  population: number,
  sampleSize: number,
): Evolution {
  let living: Individual[] = [];
  return {
    population,
    batch: CHILDREN_AT_ONCE,
    breed: (random) => mutateOne(axes, bestOfSample(living, sampleSize, random).genome, random),
    take: (individuals) => {
      living = [...living, ...individuals].slice(-population);
    },
  };
}

function bestOfSample(
  living: readonly Individual[],
  sampleSize: number,
  random: RandomNumbers,
): Individual {
  let best: Individual | undefined;
  for (let draw = 0; draw < sampleSize; draw++) {
    const own = living[random.below(living.length)];
    if (own === undefined) break;
    if (best === undefined || dominates(own.fitness, best.fitness)) best = own;
  }
  if (best === undefined) throw new RangeError('the population is empty');
  return best;
}
