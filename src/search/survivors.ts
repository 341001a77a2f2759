import { crowdingDistances } from './crowding-distance.ts';
import type { Individual } from './evolution.ts';
import { dominates } from './fitness.ts';
import { nonDominatedSort } from './non-dominated-sort.ts';

/** A candidate with its place in the crowded comparison of Deb et al. 2002 (III-B). */
export interface Placed extends Individual {
  /** The number of its front, from 0. */
  readonly front: number;
  /** How far it is from its neighbours in the front. */
  readonly distance: number;
}

/**
 * Those of a population that survive (Deb et al. 2002, III-C): whole fronts of the non-dominated sort,
 * and of the first that does not fit those farthest from their neighbours; of equal ones the earlier.
 */
export function survivors(all: readonly Individual[], most: number): Placed[] {
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
    if (kept.length + placed.length > most) placed.sort(compareCrowded);
    kept.push(...placed.slice(0, most - kept.length));
  }
  return kept;
}

/** Negative where one goes before another: it is of an earlier front, or farther from its neighbours in the same. */
export function compareCrowded(a: Placed, b: Placed): number {
  if (a.front !== b.front) return a.front - b.front;
  // Two infinite distances are equal.
  return a.distance === b.distance ? 0 : b.distance - a.distance;
}
