import { success, type Result } from '../result.ts';
import { writeWholeFile } from '../write-whole-file.ts';
import type { LatencyTable } from './latency-table.ts';
import { formatTable } from './table-file.ts';

/** Writes a table that grows into its file, whole each time, without waiting for it. */
export class TableWriter {
  readonly #path: string;
  readonly #table: LatencyTable;
  #last: Promise<Result<string>>;
  #problem: string | null = null;

  constructor(path: string, table: LatencyTable) {
    this.#path = path;
    this.#table = table;
    this.#last = Promise.resolve(success(path));
  }

  /** Why the table can't be written; null as long as it can. */
  get problem(): string | null {
    return this.#problem;
  }

  /** Begins to write what the table holds now, after what is being written. */
  write(): void {
    const text = formatTable(this.#table);
    this.#last = this.#last.then(async (last) => {
      if (!last.ok) return last;
      const written = await writeWholeFile(this.#path, text);
      if (!written.ok) this.#problem = written.reason;
      return written;
    });
  }

  /** Waits for the last write; the path, or why the table was not written. */
  finish(): Promise<Result<string>> {
    return this.#last;
  }
}
