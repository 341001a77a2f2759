import { fileOf, type Problem } from './problem.ts';

/** Kinds of warnings that are kept; more are counted. */
const MAX_KINDS = 1000;

/** Warnings that say the same of the same key: the first of them, and how many there are. */
interface Kind {
  readonly first: Problem;
  count: number;
  files: number;
  lastFile: string;
}

/**
 * Warnings, of which those of one kind are merged: they have one message, and one path except for the
 * indexes in it. It takes memory for the kinds, whatever the number of warnings.
 */
export class WarningTally {
  readonly #kinds = new Map<string, Kind>();
  #left = 0;

  add(warnings: readonly Problem[]): void {
    for (const warning of warnings) {
      const key = `${warning.path.replaceAll(/\[\d+\]/g, '[]')}\0${warning.message}`;
      const file = fileOf(warning.source);
      const kind = this.#kinds.get(key);
      if (kind !== undefined) {
        kind.count += 1;
        // Files are read one after another.
        if (kind.lastFile !== file) kind.files += 1;
        kind.lastFile = file;
      } else if (this.#kinds.size < MAX_KINDS) {
        this.#kinds.set(key, { first: warning, count: 1, files: 1, lastFile: file });
      } else {
        this.#left += 1;
      }
    }
  }

  /** The first warning of every kind, with how many more there are, in the order of their appearance. */
  listed(): Problem[] {
    const merged = [...this.#kinds.values()].map(({ first, count, files }) => {
      if (count === 1) return first;
      const more =
        files > 1
          ? `in ${files - 1} more ${files === 2 ? 'file' : 'files'}`
          : `${count - 1} more ${count === 2 ? 'time' : 'times'} in this file`;
      return { ...first, message: `${first.message} (and ${more})` };
    });
    return this.#left > 0
      ? [...merged, { source: '', path: '', message: `and ${this.#left} more warnings` }]
      : merged;
  }
}
