import { failure, success, type Result } from '../result.ts';
import {
  mergeSums,
  NO_LAYER,
  NO_SUM,
  valueAt,
  type LayerOption,
  type SumList,
} from './sum-list.ts';

/** Most sums that are held together, of 16 bytes each. */
export const MAX_SUMS = 2 ** 23;

/**
 * The best sums of all multisets of options, by how many layers there are and from which option on
 * they are chosen: `T(j, t) = max(T(j + 1, t), option j + T(j, t - 1))`, key by key. A multiset is
 * found once, whatever the order of its layers.
 */
export class LayerTables {
  readonly options: readonly LayerOption[];
  readonly layers: number;
  /** By first option, then by number of layers. */
  readonly #tables: readonly (readonly SumList[])[];

  private constructor(
    options: readonly LayerOption[],
    layers: number,
    tables: readonly (readonly SumList[])[],
  ) {
    this.options = options;
    this.layers = layers;
    this.#tables = tables;
  }

  /**
   * The tables of some options; a failure where they have more than {@link MAX_SUMS} sums.
   *
   * @param admits whether some layers of a model may have a key; where it is false, it is so for every
   *   higher sum
   */
  static of(
    options: readonly LayerOption[],
    layers: number,
    admits: (key: number) => boolean = () => true,
    limit = MAX_SUMS,
  ): Result<LayerTables> {
    const none = Array.from({ length: layers }, () => NO_SUM);
    const tables: SumList[][] = [[NO_LAYER, ...none]];
    let sums = 0;
    for (const option of options.toReversed()) {
      const later = tables[0] ?? [];
      const own: SumList[] = [NO_LAYER];
      for (let count = 1; count <= layers; count++) {
        const list = mergeSums(later[count] ?? NO_SUM, own[count - 1] ?? NO_SUM, option, admits);
        sums += list.keys.length;
        if (sums > limit)
          return failure(`more than ${limit.toLocaleString('en-US')} sums of layers`);
        own.push(list);
      }
      tables.unshift(own);
    }
    return success(new LayerTables(options, layers, tables));
  }

  /** The sums over all layers. */
  get whole(): SumList {
    return this.#tables[0]?.[this.layers] ?? NO_SUM;
  }

  /** The best value of a key over some layers of the options from `first` on; undefined: none has it. */
  best(first: number, layers: number, key: number): number | undefined {
    const list = this.#tables[first]?.[layers];
    return list === undefined ? undefined : valueAt(list, key);
  }
}
