import type { Fitness } from './fitness.ts';
import type { Genome } from './genome.ts';
import type { RandomNumbers } from './random-numbers.ts';

/** A candidate of a population. */
export interface Individual {
  readonly genome: Genome;
  readonly fitness: Fitness;
}

/** An evolutionary algorithm, between whose steps candidates are evaluated. */
export interface Evolution {
  /** Candidates of the population where it is complete. */
  readonly population: number;
  /** Children that are bred from the same population, and evaluated together. */
  readonly batch: number;
  /** A child of the population, which has at least one candidate. */
  readonly breed: (random: RandomNumbers) => Genome;
  /** Takes candidates that were drawn or bred, in their order, and lets others go. */
  readonly take: (individuals: readonly Individual[]) => void;
}
