import { Heap } from './heap.ts';
import type { Judge } from './judge.ts';
import type { LayerTables } from './layer-tables.ts';

/** Options of layers, in any order of the layers. */
export interface Multiset {
  /** How many layers have each option. */
  readonly counts: readonly number[];
  readonly key: number;
  /** Times its scale. */
  readonly score: number;
}

/** A beginning of a multiset: the counts of its first options, and the best that can come of it. */
interface Beginning {
  readonly counts: readonly number[];
  /** Of the whole multiset. */
  readonly key: number;
  /** Layers and key that the other options have to add up to. */
  readonly left: number;
  readonly missing: number;
  /** The value of the first options. */
  readonly value: number;
  /** The highest score of any whole multiset that begins so. */
  readonly best: number;
}

/**
 * The multisets of options whose sums are within the limits, the highest score first, and on below the
 * lowest that is of interest; of equal scores the first in
 * the order of the space, in which the layers of a multiset are sorted. Best-first search: the tables
 * tell what the best completion of a beginning is worth, so that nothing is looked at in vain but for
 * ties.
 *
 * @param isAsked leaves out keys besides those that are beyond a limit
 */
export function* bestMultisets(
  tables: LayerTables,
  { scoreOf, admits }: Judge,
  isAsked: (key: number) => boolean = () => true,
): Generator<Multiset, void, void> {
  const { options, layers, whole } = tables;
  const beginnings: Beginning[] = [];
  for (const [index, key] of whole.keys.entries()) {
    const value = whole.values[index] ?? -Infinity;
    if (!isAsked(key) || !admits(key, value)) continue;
    const best = scoreOf(key, value);
    beginnings.push({ counts: [], key, left: layers, missing: key, value: 0, best });
  }
  const queue = new Heap(beginnings, isBefore);
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const { counts, key, left, missing, value, best } = next;
    const place = counts.length;
    const option = options[place];
    if (option === undefined) {
      yield { counts, key, score: best };
      continue;
    }
    for (let count = 0; count <= left; count++) {
      const rest = missing - count * option.key;
      if (rest < 0) break;
      const completion = tables.best(place + 1, left - count, rest);
      if (completion === undefined) continue;
      const own = value + count * option.value;
      queue.push({
        counts: [...counts, count],
        key,
        left: left - count,
        missing: rest,
        value: own,
        best: scoreOf(key, own + completion),
      });
    }
  }
}

/** Sorted layers with more of an early option come first; a beginning before what it may become. */
function isBefore(a: Beginning, b: Beginning): boolean {
  if (a.best !== b.best) return a.best > b.best;
  const shared = Math.min(a.counts.length, b.counts.length);
  for (let place = 0; place < shared; place++) {
    const difference = (a.counts[place] ?? 0) - (b.counts[place] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return a.counts.length < b.counts.length;
}

/** How many models have layers of these options: the orders that their layers may have. */
export function countArrangements(counts: readonly number[]): bigint {
  let total = 0n;
  let arrangements = 1n;
  for (const count of counts) {
    for (let own = 1n; own <= BigInt(count); own++) {
      total += 1n;
      arrangements = (arrangements * total) / own;
    }
  }
  return arrangements;
}
