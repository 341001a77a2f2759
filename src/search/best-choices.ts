import type { ChoiceTables } from './choice-tables.ts';
import { Heap } from './heap.ts';
import type { Judge } from './judge.ts';

/** In the place of the option of a layer that a model does not keep. */
export const DROPPED = -1;

/** A choice for every layer. */
export interface Choice {
  /** The option of each layer; {@link DROPPED} for a layer that is not kept. */
  readonly options: readonly number[];
  readonly key: number;
  /** Times its scale. */
  readonly score: number;
}

/** The choices of the first layers, and the best that can come of them. */
interface Beginning {
  readonly options: readonly number[];
  /** Of the whole choice. */
  readonly key: number;
  /** Layers and key that the other layers have to add up to. */
  readonly left: number;
  readonly missing: number;
  /** The value of the first layers. */
  readonly value: number;
  /** The highest score of any whole choice that begins so. */
  readonly best: number;
}

/**
 * The choices of all layers whose sums are within the limits, the highest score first; of equal scores
 * the first by the options of the first layers, with layers that are dropped last. Best-first search:
 * the tables tell what the best completion of a beginning is worth.
 *
 * @param isAsked leaves out keys besides those that are beyond a limit
 */
export function* bestChoices(
  tables: ChoiceTables,
  { scoreOf, admits }: Judge,
  isAsked: (key: number) => boolean = () => true,
): Generator<Choice, void, void> {
  const { whole } = tables;
  const { keys, values, kept } = tables.choices;
  const beginnings: Beginning[] = [];
  for (const [index, key] of whole.keys.entries()) {
    const value = whole.values[index] ?? -Infinity;
    if (!isAsked(key) || !admits(key, value)) continue;
    const best = scoreOf(key, value);
    beginnings.push({ options: [], key, left: kept, missing: key, value: 0, best });
  }
  const queue = new Heap(beginnings, isBefore);
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const { options, key, left, missing, value, best } = next;
    const own = values[options.length];
    if (own === undefined) {
      yield { options, key, score: best };
      continue;
    }
    const extend = (option: number, rest: number, after: number, sum: number): void => {
      const completion = tables.best(options.length + 1, after, rest);
      if (completion === undefined) return;
      queue.push({
        options: [...options, option],
        key,
        left: after,
        missing: rest,
        value: sum,
        best: scoreOf(key, sum + completion),
      });
    };
    for (const [option, step] of keys.entries()) {
      extend(option, missing - step, left - 1, value + (own[option] ?? NaN));
    }
    extend(DROPPED, missing, left, value);
  }
}

/** A beginning comes before what it may become; a layer that is kept before one that is not. */
function isBefore(a: Beginning, b: Beginning): boolean {
  if (a.best !== b.best) return a.best > b.best;
  const shared = Math.min(a.options.length, b.options.length);
  for (let place = 0; place < shared; place++) {
    const [left = 0, right = 0] = [a.options[place], b.options[place]];
    if (left !== right) return right === DROPPED || (left !== DROPPED && left < right);
  }
  return a.options.length < b.options.length;
}
