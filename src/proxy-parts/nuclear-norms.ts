import { singularValues } from '../capacity/singular-values.ts';
import { sum } from './numbers.ts';

/** Entries of weights that are kept for the next network, 32 MiB; beyond them it starts anew. */
const MOST_ENTRIES = 2 ** 23;

interface Known {
  readonly entries: Float32Array;
  readonly norm: number;
}

/**
 * Nuclear norms, sums of singular values. Networks of one seed share the weights of equal paths and
 * shapes, so that those that were seen last are known by their paths; their entries are compared, and
 * what is remembered changes no number.
 */
export class NuclearNorms {
  readonly #known = new Map<string, Known>();
  #kept = 0;

  /**
   * @param path of the weight
   * @param entries row-major, rows x columns, all finite
   */
  ofWeight(path: string, entries: Float32Array, rows: number, columns: number): number {
    const key = `${path} ${rows} ${columns}`;
    const before = this.#known.get(key);
    if (before !== undefined && areEqual(before.entries, entries)) return before.norm;
    const norm = nuclearNorm(entries, rows, columns);
    if (this.#kept + entries.length > MOST_ENTRIES) {
      this.#known.clear();
      this.#kept = 0;
    }
    if (before === undefined || this.#kept === 0) this.#kept += entries.length;
    this.#known.set(key, { entries: entries.slice(), norm });
    return norm;
  }
}

/** The sum of the singular values of a matrix of finite entries. */
export function nuclearNorm(entries: Float32Array, rows: number, columns: number): number {
  return sum(singularValues(entries, rows, columns));
}

function areEqual(a: Float32Array, b: Float32Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
