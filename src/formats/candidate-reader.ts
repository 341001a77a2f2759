import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ExpertCount } from '../architecture/architecture.ts';
import type { Problem } from '../problem.ts';
import type { Build, Candidate, LtsFamily } from './candidate-format.ts';
import { ID_EXPECTATION, isId } from './common-keys.ts';
import { findSpecFiles, type SpecFile } from './find-spec-files.ts';
import { IdTable } from './id-table.ts';
import { parseJson } from './parse-json.ts';
import { loadQuickReader, type ReadRecordFunction } from './quick-reader.ts';
import { readLines, type Lines } from './read-lines.ts';
import { readQualities, type Qualities } from './read-qualities.ts';
import { describeFileError, readText } from './read-text.ts';
import { readRecord } from './registry.ts';
import { isNdjson, placed, splitRecords } from './split-records.ts';
import { isYaml, splitYaml } from './split-yaml.ts';

/** How inputs are read. */
export interface ReadOptions {
  /** How records of the FlexiBERT benchmark are built; `declared` if absent. */
  readonly build?: Build;
  /** The family of LiteTransformerSearch configs that do not tell it themselves. */
  readonly family?: LtsFamily;
  /** Which experts of a mixture count for capacity; `all` if absent. */
  readonly experts?: ExpertCount;
}

/** How inputs are read in batches. */
export interface BatchOptions extends ReadOptions {
  /** Candidates after which a batch ends, with the piece of the file that is at hand. */
  readonly batchSize?: number;
  /**
   * Whether an NDJSON file that is named itself is read no further than its first line that gives
   * no candidate, and nothing after it: it may be of any size. All else is always read to the end.
   */
  readonly stopAtBrokenLine?: boolean;
}

/** Some of the candidates behind the inputs, in their order. */
export interface CandidateBatch {
  readonly candidates: readonly Candidate[];
  /** Number of the first of them among all. */
  readonly first: number;
  /** Why records and files among these gave no candidate. */
  readonly problems: readonly Problem[];
  /** How many those are; one may have several problems. */
  readonly refused: number;
  /** What was ignored. */
  readonly warnings: readonly Problem[];
  /** Whether they come from an NDJSON file that is named itself. */
  readonly stream: boolean;
  /** How much of the inputs has been read so far, from 0 to 1. */
  readonly done: number;
}

/**
 * Records that are read the slow way before the quick reader is loaded. Loading and compiling takes
 * the time of some 10,000 slow records (90 ms, 9 us each), so whatever the length of the input, the
 * two together take at most about twice the time of the better choice.
 */
const QUICK_FROM = 8192;

const DEFAULT_BATCH = 2048;

/**
 * Reads every candidate behind the given paths, batch by batch: files with one spec or record,
 * arrays of them, NDJSON, YAML, and directories of such files. Of NDJSON one piece is in memory at a time
 * and the next is read when the next batch is asked for; other files are read whole, one by one.
 */
export class CandidateReader {
  readonly #inputs: readonly string[];
  readonly #options: Required<Omit<BatchOptions, 'family' | 'experts'>> &
    Pick<BatchOptions, 'family' | 'experts'>;
  readonly #ids = new IdTable();
  /** Where each id stands in its file: see {@link placed}. */
  #places = new Float64Array(1024);
  readonly #files: { readonly path: string; readonly firstId: number }[] = [];
  #readRecord: ReadRecordFunction = readRecord;
  readonly #qualities = new Map<string, Qualities>();
  #records = 0;
  #candidates: Candidate[] = [];
  #problems: (readonly Problem[])[] = [];
  #warnings: (readonly Problem[])[] = [];
  #refused = 0;
  #first = 0;

  constructor(inputs: readonly string[], options: BatchOptions = {}) {
    this.#inputs = inputs;
    this.#options = {
      build: 'declared',
      batchSize: DEFAULT_BATCH,
      stopAtBrokenLine: false,
      ...options,
    };
  }

  /** How many candidates there were so far. */
  get size(): number {
    return this.#ids.size;
  }

  /**
   * The id of a candidate by its number, in the order of the inputs.
   *
   * @throws RangeError where there is none (yet)
   */
  idAt(index: number): string {
    return this.#ids.at(index);
  }

  /** The batches; to be called once. */
  async *batches(): AsyncGenerator<CandidateBatch> {
    const inputs = await Promise.all(
      this.#inputs.map(async (input) => ({ input, ...(await findSpecFiles(input)) })),
    );
    const total = Math.max(
      1,
      inputs.reduce((sum, { files }) => sum + files.length, 0),
    );
    const seen = new Set<string>();
    let read = 0;
    for (const { input, files, problems, warnings } of inputs) {
      this.#refuse(problems);
      this.#warnings.push(warnings);
      for (const file of files) {
        if (seen.has(resolve(file.path))) {
          this.#refuseAt(file.path, '', 'given twice; name it once');
          continue;
        }
        seen.add(resolve(file.path));
        this.#files.push({ path: file.path, firstId: this.#ids.size });
        // A file that was found in a directory has another name than the input.
        const stream = file.path === input && isNdjson(file.path);
        if (stream && this.#isPending()) yield this.#take(false, read / total);
        for await (const share of this.#read(file, stream)) {
          if (this.#candidates.length >= this.#options.batchSize) {
            yield this.#take(stream, (read + share) / total);
          }
        }
        read += 1;
        if (stream && this.#isPending()) {
          const batch = this.#take(true, read / total);
          yield batch;
          if (this.#options.stopAtBrokenLine && batch.refused > 0) return;
        }
      }
    }
    if (this.#isPending()) yield this.#take(false, 1);
  }

  /** Reads a file, and gives now and then the share of it that is read. */
  async *#read(file: SpecFile, stream: boolean): AsyncGenerator<number> {
    const { path } = file;
    const before = this.#records + this.#refused;
    if (file.qualities !== undefined && !this.#qualities.has(file.qualities)) {
      const qualities = await readQualities(file.qualities);
      this.#qualities.set(file.qualities, qualities);
      this.#warnings.push(qualities.warnings);
    }
    try {
      if (isNdjson(path)) {
        const { size } = await stat(path);
        for await (const lines of readLines(path)) {
          const goesOn = await this.#addLines(lines, file, stream);
          if (!goesOn) return;
          // A pipe has no size, and a file may grow.
          yield Math.min(1, lines.bytes / Math.max(size, lines.bytes));
        }
      } else {
        await this.#addWhole(file);
      }
    } catch (error) {
      // The file, that is: what else may be wrong is told by results.
      if (!(error instanceof Error && 'code' in error)) throw error;
      this.#refuseAt(path, '', describeFileError(error));
    }
    if (this.#records + this.#refused === before) {
      this.#refuseAt(path, '', 'empty: expected at least one spec');
    }
  }

  /** Adds the candidates of lines; false if a broken one is the last to be read. */
  async #addLines({ first, lines }: Lines, file: SpecFile, stream: boolean): Promise<boolean> {
    const stops = stream && this.#options.stopAtBrokenLine;
    let number = first - 1;
    for (const line of lines) {
      number += 1;
      const refused = this.#refused;
      if (!line.ok) {
        this.#refuseAt(placed(file.path, number), '', line.reason);
      } else if (line.value !== '' && line.value !== '\r') {
        const parsed = parseJson(line.value);
        if (parsed.ok) {
          // Only once is there something to wait for.
          if (this.#records === QUICK_FROM) this.#readRecord = await loadQuickReader();
          this.#add(parsed.value, file, number);
        } else if (line.value.trim() !== '') {
          const { column, message } = parsed.reason;
          this.#refuseAt(`${placed(file.path, number)}:${column}`, '', message);
        }
      }
      if (stops && this.#refused > refused) return false;
    }
    return true;
  }

  /** Adds the candidates of a file that is read whole. */
  async #addWhole(file: SpecFile): Promise<void> {
    const text = await readText(file.path);
    if (!text.ok) {
      this.#refuseAt(file.path, '', text.reason);
      return;
    }
    const { records, problems } = isYaml(file.path)
      ? await splitYaml(text.value, file)
      : splitRecords(text.value, file);
    for (const problem of problems) this.#refuse([problem]);
    for (const { value, place } of records) {
      if (this.#records === QUICK_FROM) this.#readRecord = await loadQuickReader();
      this.#add(value, file, place);
    }
  }

  #add(value: unknown, file: SpecFile, place: number): void {
    this.#records += 1;
    const source = placed(file.path, place);
    const defaultId = placed(file.defaultId, place);
    const { build, family, experts } = this.#options;
    const plain = { source, defaultId, build };
    const context =
      family === undefined && experts === undefined
        ? plain
        : {
            ...plain,
            ...(family !== undefined && { family }),
            ...(experts !== undefined && { experts }),
          };
    const { candidate, problems, warnings } = this.#readRecord(value, context);
    if (warnings.length > 0) this.#warnings.push(warnings);
    if (candidate === undefined) {
      this.#refuse(problems);
      return;
    }
    const { id } = candidate;
    if (id === defaultId && !isId(id)) {
      // Its own id has passed the schema, so this one comes from the name of the file.
      const message = `missing, and the name of the file can't stand for it: ${ID_EXPECTATION}`;
      this.#refuseAt(source, 'id', message);
      return;
    }
    const twin = this.#ids.add(id);
    if (twin !== undefined) {
      const message = `duplicate "${id}", already that of ${this.#sourceOf(twin)}; give each an "id" of its own`;
      this.#refuseAt(source, 'id', message);
      return;
    }
    const index = this.#ids.size - 1;
    if (index >= this.#places.length) {
      const longer = new Float64Array(2 * index);
      longer.set(this.#places);
      this.#places = longer;
    }
    this.#places[index] = place;
    const { qualities } = file;
    this.#candidates.push(
      qualities === undefined
        ? candidate
        : withQualities(candidate, this.#qualities.get(qualities)),
    );
  }

  #sourceOf(index: number): string {
    const file = this.#files.findLast(({ firstId }) => firstId <= index);
    return placed(file?.path ?? '', this.#places[index] ?? 0);
  }

  #refuseAt(source: string, path: string, message: string): void {
    this.#refuse([{ source, path, message }]);
  }

  #refuse(problems: readonly Problem[]): void {
    if (problems.length === 0) return;
    this.#problems.push(problems);
    this.#refused += 1;
  }

  #isPending(): boolean {
    return this.#candidates.length + this.#problems.length + this.#warnings.length > 0;
  }

  #take(stream: boolean, done: number): CandidateBatch {
    const candidates = this.#candidates;
    const batch = {
      candidates,
      first: this.#first,
      problems: this.#problems.flat(),
      refused: this.#problems.length,
      warnings: this.#warnings.flat(),
      stream,
      done,
    };
    this.#first += candidates.length;
    this.#candidates = [];
    this.#problems = [];
    this.#warnings = [];
    return batch;
  }
}

/** A candidate with the qualities that lie beside it, if its own record carries none. */
function withQualities(candidate: Candidate, qualities: Qualities | undefined): Candidate {
  const scores = qualities?.byId.get(candidate.id);
  return scores === undefined || Object.keys(candidate.scores).length > 0
    ? candidate
    : { ...candidate, scores };
}
