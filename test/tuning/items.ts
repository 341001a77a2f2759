import type { Capacities } from '../../src/scoring/balance.ts';
import type { LabelledItem } from '../../src/tuning/tuning-item.ts';

/** A labelled item; its default score is `0.7 a + 0.3 f`. */
export function item(id: string, capacity: Partial<Capacities>, quality: number): LabelledItem {
  const { attention = 0, feedForward = 0, embedding = 0 } = capacity;
  return {
    id,
    capacity: { attention, feedForward, embedding },
    score: 0.7 * attention + 0.3 * feedForward,
    quality,
  };
}

/** Numbers between 0 and 1 that are the same in every run. */
export function pseudoRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * Items whose quality is `weights.attention * attention + weights.feedForward * feedForward` and
 * noise of the given size.
 */
export function linearItems(
  count: number,
  weights: Partial<Capacities>,
  noise: number,
  seed = 1,
): LabelledItem[] {
  const random = pseudoRandom(seed);
  return Array.from({ length: count }, (_, index) => {
    const capacity = {
      attention: 1 + random(),
      feedForward: 5 + 10 * random(),
      embedding: 12 + 0.1 * random(),
    };
    const { attention = 0, feedForward = 0, embedding = 0 } = weights;
    const quality =
      attention * capacity.attention +
      feedForward * capacity.feedForward +
      embedding * capacity.embedding +
      noise * (random() - 0.5);
    return item(`c${index}`, capacity, quality);
  });
}

/** The qualities of items, as larger is better. */
export function qualities(items: readonly LabelledItem[]): Float64Array {
  return Float64Array.from(items, ({ quality }) => quality);
}
