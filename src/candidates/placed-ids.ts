import { placed } from '../input/split-records.ts';
import { IdTable } from './id-table.ts';

/** The ids of candidates, with the place in a file that each comes from, in some 40 bytes each. */
export class PlacedIds {
  readonly #ids = new IdTable();
  /** See {@link placed}. */
  #places = new Float64Array(1024);
  readonly #files: { readonly path: string; readonly firstId: number }[] = [];

  get size(): number {
    return this.#ids.size;
  }

  /** The id of that number, from 0. Throws a RangeError where there is none. */
  at(index: number): string {
    return this.#ids.at(index);
  }

  /** Says that the ids that follow come from a file. */
  beginFile(path: string): void {
    this.#files.push({ path, firstId: this.#ids.size });
  }

  /** Adds an id; where it is there already, the file and the place that it came from. */
  add(id: string, place: number): string | undefined {
    const twin = this.#ids.add(id);
    if (twin !== undefined) {
      const file = this.#files.findLast(({ firstId }) => firstId <= twin);
      return placed(file?.path ?? '', this.#places[twin] ?? 0);
    }
    const index = this.#ids.size - 1;
    if (index >= this.#places.length) {
      const longer = new Float64Array(2 * index);
      longer.set(this.#places);
      this.#places = longer;
    }
    this.#places[index] = place;
    return undefined;
  }
}
