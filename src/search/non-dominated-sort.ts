/**
 * The fronts of items, each a list of their numbers, rising: those that none dominates; those that
 * only the first front dominates; and so on. The fast non-dominated sort of Deb et al. 2002 (III-A):
 * each pair is compared once, O(n^2).
 *
 * @param dominates a strict partial order
 */
export function nonDominatedSort<Item>(
  items: readonly Item[],
  dominates: (a: Item, b: Item) => boolean,
): number[][] {
  const dominated = items.map((): number[] => []);
  /** By how many items of earlier fronts, or of none yet, each is dominated. */
  const counts = items.map(() => 0);
  for (const [i, a] of items.entries()) {
    for (const [j, b] of items.entries()) {
      if (!dominates(a, b)) continue;
      dominated[i]?.push(j);
      counts[j] = (counts[j] ?? 0) + 1;
    }
  }
  const fronts: number[][] = [];
  let front = [...items.keys()].filter((item) => counts[item] === 0);
  while (front.length > 0) {
    fronts.push(front);
    const next: number[] = [];
    for (const item of front) {
      for (const other of dominated[item] ?? []) {
        const count = (counts[other] ?? 0) - 1;
        counts[other] = count;
        if (count === 0) next.push(other);
      }
    }
    front = next.sort((a, b) => a - b);
  }
  return fronts;
}
