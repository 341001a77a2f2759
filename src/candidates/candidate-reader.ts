import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ExpertCount } from '../architecture/architecture.ts';
import type { Problem } from '../problem.ts';
import type {
  Build,
  Candidate,
  CheckpointCandidate,
  LtsFamily,
} from '../formats/candidate-format.ts';
import { ID_EXPECTATION, isId } from '../formats/common-keys.ts';
import { findSpecFiles, type SpecFile } from './find-spec-files.ts';
import { IdTable } from './id-table.ts';
import { parseJson } from '../input/parse-json.ts';
import { loadQuickReader, readQuickly, type ReadRecordFunction } from '../formats/quick-reader.ts';
import { readLines, type Lines } from '../input/read-lines.ts';
import { readQualities, type Qualities } from '../truth/read-qualities.ts';
import { openInput, type Bytes, type OpenedInput } from '../input/open-input.ts';
import { decodeWhole, describeFileError } from '../input/read-text.ts';
import { FAMILY } from '../formats/registry.ts';
import { isCheckpoint } from '../safetensors/checkpoint-names.ts';
import { PlacedRecord } from './placed-record.ts';
import { placed, splitRecords } from '../input/split-records.ts';
import { isYaml, splitYaml } from '../input/split-yaml.ts';

/** How inputs are read. */
export interface ReadOptions {
  /** How records of the FlexiBERT benchmark are built; `declared` if absent. */
  readonly build?: Build;
  /** The family of LiteTransformerSearch configs that do not tell it themselves. */
  readonly family?: LtsFamily;
  /**
   * Whether checkpoints are read too; else they are refused: they describe no architecture. Of a
   * folder with a `config.json` and a checkpoint that is read which is `preferred`, else the config.
   */
  readonly checkpoints?: boolean | 'preferred';
  /** Which experts of a mixture count for capacity; `all` if absent. */
  readonly experts?: ExpertCount;
}

/** How inputs are read in batches. */
export interface BatchOptions extends ReadOptions {
  /** Candidates after which a batch ends, with the piece of the file that is at hand. */
  readonly batchSize?: number;
  /**
   * Whether NDJSON that is named itself, as a file, a pipe or stdin, is read no further than its first line that gives
   * no candidate, and nothing after it: it may be of any size. All else is always read to the end.
   */
  readonly stopAtBrokenLine?: boolean;
}

/** Some of the candidates behind the inputs, in their order. */
export interface CandidateBatch {
  readonly candidates: readonly Candidate[];
  /** Checkpoints, if they were asked for: a batch with any has no other candidates. */
  readonly checkpoints: readonly CheckpointCandidate[];
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
 * Records from which on the quick reader of all forms is worth loading, though most inputs are of
 * one that is quick without it.
 */
const QUICK_FROM = 4096;

/** Records that are read before the length of a file tells how many there will be. */
const QUICK_SAMPLE = 256;

const DEFAULT_BATCH = 2048;

/**
 * Reads every candidate behind the given paths, batch by batch: files (or stdin, as `-`) with one spec or record,
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
  #readRecord: ReadRecordFunction = readQuickly;
  #isQuick = false;
  readonly #qualities = new Map<string, Qualities>();
  #records = 0;
  #candidates: Candidate[] = [];
  #checkpoints: CheckpointCandidate[] = [];
  #problems: (readonly Problem[])[] = [];
  #warnings: (readonly Problem[])[] = [];
  #toldFamily = false;
  /** Whether the name of the file at hand, with any place behind it, can stand for an id. */
  #namesFit = false;
  #refused = 0;
  #first = 0;

  constructor(inputs: readonly string[], options: BatchOptions = {}) {
    this.#inputs = inputs;
    this.#options = {
      build: 'declared',
      batchSize: DEFAULT_BATCH,
      stopAtBrokenLine: false,
      checkpoints: false,
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
    const preferred = this.#options.checkpoints === 'preferred' ? 'checkpoint' : 'config';
    const inputs = await Promise.all(
      this.#inputs.map(async (input) => ({ input, ...(await findSpecFiles(input, preferred)) })),
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
        const key = file.stdin === true ? '' : resolve(file.path);
        if (seen.has(key)) {
          this.#refuseAt(file.path, '', 'given twice; name it once');
          continue;
        }
        seen.add(key);
        this.#files.push({ path: file.path, firstId: this.#ids.size });
        if (isCheckpoint(file.path)) {
          if (this.#isPending()) yield this.#take(false, read / total);
          await this.#addCheckpoint(file);
          read += 1;
          yield this.#take(false, read / total);
          continue;
        }
        const opened = await this.#open(file);
        // A file that was found in a directory has another name than the input.
        const named = file.stdin === true || file.path === input;
        const stream = named && opened?.by === 'lines';
        if (stream && this.#isPending()) yield this.#take(false, read / total);
        for await (const share of opened === undefined ? [] : this.#read(file, opened, stream)) {
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

  /** Opens a file; undefined, with the reason among the problems, where it can't be read. */
  async #open(file: SpecFile): Promise<OpenedInput | undefined> {
    try {
      return await openInput(file);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      this.#refuseAt(file.path, '', describeFileError(error));
      return undefined;
    }
  }

  /** Reads a file, and gives now and then the share of it that is read. */
  async *#read(
    file: SpecFile,
    { by, bytes }: OpenedInput,
    stream: boolean,
  ): AsyncGenerator<number> {
    const { path, defaultId } = file;
    const before = this.#records + this.#refused;
    this.#namesFit = isId(defaultId) && isId(placed(defaultId, Number.MAX_SAFE_INTEGER));
    if (file.qualities !== undefined && !this.#qualities.has(file.qualities)) {
      const qualities = await readQualities(file.qualities);
      this.#qualities.set(file.qualities, qualities);
      this.#warnings.push(qualities.warnings);
    }
    try {
      if (by === 'lines') {
        const size = file.stdin === true ? 0 : (await stat(path)).size;
        for await (const lines of readLines(bytes)) {
          const isLong =
            lines.first > QUICK_SAMPLE && (lines.first / lines.bytes) * size > QUICK_FROM;
          if (!this.#isQuick && isLong) await this.#quicken();
          const goesOn = await this.#addLines(lines, file, stream);
          if (!goesOn) return;
          // A pipe has no size, and a file may grow.
          yield Math.min(1, lines.bytes / Math.max(size, lines.bytes));
        }
      } else {
        await this.#addWhole(file, bytes);
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
          if (!this.#isQuick && this.#records >= QUICK_FROM) await this.#quicken();
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
  async #addWhole(file: SpecFile, bytes: Bytes): Promise<void> {
    const text = await decodeWhole(bytes);
    if (!text.ok) {
      this.#refuseAt(file.path, '', text.reason);
      return;
    }
    const { records, problems } = isYaml(file.path)
      ? await splitYaml(text.value, file)
      : splitRecords(text.value, file);
    for (const problem of problems) this.#refuse([problem]);
    for (const { value, place } of records) {
      const isLong = this.#records >= QUICK_FROM || records.length >= QUICK_FROM;
      if (!this.#isQuick && isLong) await this.#quicken();
      this.#add(value, file, place);
    }
  }

  async #quicken(): Promise<void> {
    this.#readRecord = await loadQuickReader();
    this.#isQuick = true;
  }

  async #addCheckpoint({ path, defaultId }: SpecFile): Promise<void> {
    if (this.#options.checkpoints === false) {
      const message =
        'a checkpoint, which tells shapes and weights but no architecture; zerolm score, rank, tune and inspect take it';
      this.#refuseAt(path, '', message);
      return;
    }
    // Loaded for those who have one.
    const { readCheckpoint } = await import('../safetensors/read-checkpoint.ts');
    const { checkpoint, problems, warnings } = await readCheckpoint(path);
    const { build, family, experts = 'all' } = this.#options;
    const ignored = [
      ...(family === undefined ? [] : [`the family ${family}`]),
      ...(build === 'declared' ? [] : [`the ${build} build`]),
      // Its names tell how many there are, and not how many a token is routed to.
      ...(experts === 'all' ? [] : [`the choice of ${experts} experts`]),
    ].map((what) => {
      const message = `${what} is ignored: a checkpoint is what it is`;
      return { source: path, path: '', message };
    });
    this.#warnings.push([...ignored, ...warnings]);
    if (checkpoint === undefined) {
      this.#refuse(problems);
      return;
    }
    this.#records += 1;
    if (!isId(defaultId)) {
      this.#refuseAt(path, '', `the name of the file can't stand for an id: ${ID_EXPECTATION}`);
    } else if (this.#takeId(defaultId, path, 0, 'rename one of the files')) {
      this.#checkpoints.push({ id: defaultId, source: path, checkpoint });
    }
  }

  #add(value: unknown, file: SpecFile, place: number): void {
    this.#records += 1;
    const context = new PlacedRecord(file, place, this.#options);
    const { candidate, problems, warnings } = this.#readRecord(value, context);
    if (warnings.length > 0) this.#warn(warnings);
    if (candidate === undefined) {
      this.#refuse(problems);
      return;
    }
    const { id, source } = candidate;
    if (!this.#namesFit && id === context.defaultId && !isId(id)) {
      // Its own id has passed the schema, so this one comes from the name of the file.
      const message = `missing, and the name of the file can't stand for it: ${ID_EXPECTATION}`;
      this.#refuseAt(source, 'id', message);
      return;
    }
    if (!this.#takeId(id, source, place)) return;
    const { qualities } = file;
    this.#candidates.push(
      qualities === undefined
        ? candidate
        : withQualities(candidate, this.#qualities.get(qualities)),
    );
  }

  /** Keeps an id and where it stands; false, and a problem, where it is taken. */
  #takeId(
    id: string,
    source: string,
    place: number,
    remedy = 'give each an "id" of its own',
  ): boolean {
    const twin = this.#ids.add(id);
    if (twin !== undefined) {
      const message = `duplicate "${id}", already that of ${this.#sourceOf(twin)}; ${remedy}`;
      this.#refuseAt(source, 'id', message);
      return false;
    }
    const index = this.#ids.size - 1;
    if (index >= this.#places.length) {
      const longer = new Float64Array(2 * index);
      longer.set(this.#places);
      this.#places = longer;
    }
    this.#places[index] = place;
    return true;
  }

  #sourceOf(index: number): string {
    const file = this.#files.findLast(({ firstId }) => firstId <= index);
    return placed(file?.path ?? '', this.#places[index] ?? 0);
  }

  /** Keeps warnings; of an option that means nothing to many records the first. */
  #warn(warnings: readonly Problem[]): void {
    const isRepeated = ({ source }: Problem): boolean => source === FAMILY && this.#toldFamily;
    const kept = warnings.filter((warning) => !isRepeated(warning));
    this.#toldFamily ||= kept.some(({ source }) => source === FAMILY);
    if (kept.length > 0) this.#warnings.push(kept);
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
    const read = this.#candidates.length + this.#checkpoints.length;
    return read + this.#problems.length + this.#warnings.length > 0;
  }

  #take(stream: boolean, done: number): CandidateBatch {
    const candidates = this.#candidates;
    const checkpoints = this.#checkpoints;
    const batch = {
      candidates,
      checkpoints,
      first: this.#first,
      problems: this.#problems.flat(),
      refused: this.#problems.length,
      warnings: this.#warnings.flat(),
      stream,
      done,
    };
    this.#first += candidates.length + checkpoints.length;
    this.#candidates = [];
    this.#checkpoints = [];
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
