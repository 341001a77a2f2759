import { failure, success, type Result } from '../result.ts';
import { MAX_SUMS } from './layer-tables.ts';
import { mergeSums, NO_LAYER, NO_SUM, valueAt, type SumList } from './sum-list.ts';

/** The choices of some layers, each of which has values of its own for the same options. */
export interface LayerChoices {
  /** The key of each option, whatever the layer. */
  readonly keys: readonly number[];
  /** By layer, then by option: whole numbers. */
  readonly values: readonly (readonly number[])[];
  /** How many of the layers a model keeps. */
  readonly kept: number;
}

/**
 * The best sums of all choices, by the layer from which on they are made and how many layers are kept
 * there: `T(i, n, t) = max(T(i + 1, n, t), max over o of value i o + T(i + 1, n - 1, t - key o))`, key by
 * key. The first term drops layer i.
 */
export class ChoiceTables {
  readonly choices: LayerChoices;
  /** By first layer, then by number of layers that are kept. */
  readonly #tables: readonly (readonly SumList[])[];

  private constructor(choices: LayerChoices, tables: readonly (readonly SumList[])[]) {
    this.choices = choices;
    this.#tables = tables;
  }

  /**
   * The tables of some choices; a failure where they have more than {@link MAX_SUMS} sums.
   *
   * @param admits whether some layers of a model may have a key; where it is false, it is so for every
   *   higher sum
   */
  static of(
    choices: LayerChoices,
    admits: (key: number) => boolean = () => true,
    limit = MAX_SUMS,
  ): Result<ChoiceTables> {
    const { keys, values, kept } = choices;
    const tables: SumList[][] = [[NO_LAYER, ...Array.from({ length: kept }, () => NO_SUM)]];
    let sums = 0;
    for (const [after, own] of values.toReversed().entries()) {
      const later = tables[0] ?? [];
      // Layers before this one may all be kept, and no more of them than there are.
      const least = Math.max(0, kept - (values.length - 1 - after));
      const lists = Array.from({ length: kept + 1 }, (_, count) => {
        if (count < least) return NO_SUM;
        let list = later[count] ?? NO_SUM;
        const rest = later[count - 1];
        if (rest === undefined) return list;
        for (const [option, key] of keys.entries()) {
          list = mergeSums(list, rest, { key, value: own[option] ?? NaN }, admits);
        }
        return list;
      });
      sums += lists.reduce((sum, list) => sum + list.keys.length, 0);
      if (sums > limit) return failure(`more than ${limit.toLocaleString('en-US')} sums of layers`);
      tables.unshift(lists);
    }
    return success(new ChoiceTables(choices, tables));
  }

  /** The sums over all layers. */
  get whole(): SumList {
    return this.#tables[0]?.[this.choices.kept] ?? NO_SUM;
  }

  /** The best value of a key where so many layers from `first` on are kept; undefined: none has it. */
  best(first: number, kept: number, key: number): number | undefined {
    const list = this.#tables[first]?.[kept];
    return list === undefined ? undefined : valueAt(list, key);
  }
}
