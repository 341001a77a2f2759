import type { Axis } from '../search-space/axis.ts';
import type { Choices } from '../search-space/choices-at.ts';
import type { Evolution } from './evolution.ts';
import type { Fitness } from './fitness.ts';
import { choicesOf, genomeOf } from './genome.ts';
import { RandomNumbers } from './random-numbers.ts';

/** Children that are bred in one place before a candidate is drawn there instead. */
export const MAX_BREEDINGS = 100;

/** A candidate that was evaluated. */
export interface Evaluated {
  readonly choices: Choices;
  /** Null where it has no score. */
  readonly fitness: Fitness | null;
}

/** What an evolution searches, and how. */
export interface EvolutionTask<Item, Done extends Evaluated> {
  readonly axes: readonly Axis[];
  readonly evolution: Evolution;
  readonly seed: number;
  /** How many candidates are evaluated at most. */
  readonly evaluations: number;
  /** The next candidate of a random sample that was not given yet; null where none is left. */
  readonly draw: () => Promise<Item | null>;
  /** The candidate of choices; null where it is none, fails a constraint, or was given already. */
  readonly admit: (choices: Choices) => Promise<Item | null>;
  /** Evaluates candidates together, in their order. */
  readonly evaluate: (items: readonly Item[]) => Promise<readonly Done[]>;
}

/**
 * All candidates that an evolution evaluates, in their order; fewer than were asked for where none is
 * left. The first are a random sample, until the population is complete; a candidate without a score
 * counts as evaluated, and is no parent. A child that was given before, or is not admitted, is bred
 * again, a hundred times at most, and then a candidate is drawn in its place.
 *
 * Child n draws from numbers of its own, and the children of a batch are bred before any of them is
 * evaluated: what is found depends on the seed alone, and fewer evaluations are the first of more.
 */
export async function evolve<Item, Done extends Evaluated>(
  task: EvolutionTask<Item, Done>,
): Promise<Done[]> {
  const { axes, evolution, evaluations, evaluate } = task;
  const all: Done[] = [];
  let size = 0;
  for (let isOver = false; all.length < evaluations && !isOver;) {
    const isComplete = size >= evolution.population;
    const wanted = isComplete ? evolution.batch : evolution.population - size;
    const items: Item[] = [];
    while (items.length < Math.min(wanted, evaluations - all.length)) {
      const bred = isComplete ? await breed(task, all.length + items.length) : null;
      const item = bred ?? (await task.draw());
      isOver = item === null;
      if (item === null) break;
      items.push(item);
    }
    const evaluated = items.length === 0 ? [] : await evaluate(items);
    const individuals = evaluated.flatMap(({ choices, fitness }) =>
      fitness === null ? [] : [{ genome: genomeOf(axes, choices), fitness }],
    );
    evolution.take(individuals);
    size += individuals.length;
    all.push(...evaluated);
  }
  return all;
}

/** A new child with its number; null where none was found. */
async function breed<Item, Done extends Evaluated>(
  { evolution, seed, admit }: EvolutionTask<Item, Done>,
  number: number,
): Promise<Item | null> {
  const random = new RandomNumbers(seed, `evolution/${number}`);
  for (let breeding = 0; breeding < MAX_BREEDINGS; breeding++) {
    const child = await admit(choicesOf(evolution.breed(random)));
    if (child !== null) return child;
  }
  return null;
}
