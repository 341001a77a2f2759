import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { EMIT_HINT, ID_EXPECTATION, isId } from '../formats/common-keys.ts';
import { loadQuickReader, readQuickly, type ReadRecordFunction } from '../formats/quick-reader.ts';
import { FILE_LIMITS } from '../input/limits.ts';
import { openInput, type Bytes, type OpenedInput } from '../input/open-input.ts';
import { parseJson } from '../input/parse-json.ts';
import { readLines, type Lines } from '../input/read-lines.ts';
import { decodeWhole, describeFileError } from '../input/read-text.ts';
import { placed } from '../input/split-records.ts';
import { ENOUGH_PROBLEMS, READ_NO_FURTHER } from '../problem-tally.ts';
import { isCheckpoint } from '../safetensors/checkpoint-names.ts';
import { readQualities, type Qualities } from '../truth/read-qualities.ts';
import { BatchBuilder, type CandidateBatch } from './candidate-batch.ts';
import { checkpointRefusal, optionsIgnored } from './checkpoint-candidate.ts';
import { BESIDE_MODEL } from './companions.ts';
import { distinguishIds } from './distinguish-ids.ts';
import { findSpecFiles, type SpecFile } from './find-spec-files.ts';
import { IdTable } from './id-table.ts';
import { describeMissing } from './missing-ids.ts';
import { isPassedOver } from './passed-over.ts';
import { PlacedRecord } from './placed-record.ts';
import { READ_DEFAULTS, type BatchOptions, type CompleteOptions } from './read-options.ts';
import { splitFile } from './split-file.ts';
import { withQualities } from './with-qualities.ts';

/** Number of records for which loading the quick reader of all forms is worthwhile. */
const QUICK_FROM = 4096;

/** Records that are read before the size of a file tells how many there will be. */
const QUICK_SAMPLE = 256;

/**
 * Reads every candidate of the given paths, batch by batch: files (or stdin, as `-`) with one spec or
 * record, arrays of them, NDJSON, YAML, and directories of such files. NDJSON is read piece by piece,
 * when the next batch is requested; other files are read whole, one by one.
 */
export class CandidateReader {
  readonly #inputs: readonly string[];
  readonly #options: CompleteOptions;
  readonly #ids = new IdTable();
  readonly #batch = new BatchBuilder();
  readonly #qualities = new Map<string, Qualities>();
  #readRecord: ReadRecordFunction = readQuickly;
  #isQuick = false;
  #records = 0;
  /** Whether the default id of the current file is a valid id at any place in it. */
  #namesFit = false;

  constructor(inputs: readonly string[], options: BatchOptions = {}) {
    this.#inputs = inputs;
    this.#options = { ...READ_DEFAULTS, ...options };
  }

  /** Number of candidates so far. */
  get size(): number {
    return this.#ids.size;
  }

  /**
   * The id of a candidate by its number, in the order of the inputs.
   *
   * @throws RangeError where there is none yet
   */
  idAt(index: number): string {
    return this.#ids.at(index);
  }

  /** The batches; to be called once. */
  async *batches(): AsyncGenerator<CandidateBatch> {
    const batch = this.#batch;
    const preferred = this.#options.checkpoints === 'preferred' ? 'checkpoint' : 'config';
    const found = await Promise.all(this.#inputs.map((input) => findSpecFiles(input, preferred)));
    const inputs = distinguishIds(found.map(({ files }) => files));
    const total = Math.max(1, inputs.flat().length);
    const seen = new Set<string>();
    let read = 0;
    for (const [index, files] of inputs.entries()) {
      batch.refuse(found[index]?.problems ?? []);
      batch.warn(found[index]?.warnings ?? []);
      for (const file of files) {
        const key = file.stdin === true ? '' : resolve(file.path);
        if (seen.has(key)) {
          batch.refuseAt(file.path, '', 'given twice; name it once');
          continue;
        }
        seen.add(key);
        this.#ids.beginFile(file.path);
        if (isCheckpoint(file.path)) {
          if (batch.isPending) yield batch.take(false, read / total);
          await this.#addCheckpoint(file);
          read += 1;
          yield batch.take(false, read / total);
          continue;
        }
        const opened = await this.#open(file);
        const stream = file.found === undefined && opened?.by === 'lines';
        if (stream && batch.isPending) yield batch.take(false, read / total);
        for await (const share of opened === undefined ? [] : this.#read(file, opened, stream)) {
          if (batch.size >= this.#options.batchSize) {
            yield batch.take(stream, (read + share) / total);
          }
          if (this.#isHopeless) break;
        }
        read += 1;
        if (this.#isHopeless) {
          batch.refuse([READ_NO_FURTHER]);
          yield batch.take(stream, read / total);
          return;
        }
        if (stream && batch.isPending) {
          const last = batch.take(true, read / total);
          yield last;
          if (this.#options.stopAt === 'broken-line' && last.refused > 0) return;
        }
      }
    }
    const missing = describeMissing(this.#options.only, this.#ids);
    if (missing !== undefined) batch.refuseAt('--ids', '', missing);
    if (batch.isPending) yield batch.take(false, 1);
  }

  /** Whether there were so many problems that reading on tells nothing new. */
  get #isHopeless(): boolean {
    return this.#options.stopAt !== 'end' && this.#batch.problemCount >= ENOUGH_PROBLEMS;
  }

  /** An opened file; undefined, with the reason among the problems, where it can't be read. */
  async #open(file: SpecFile): Promise<OpenedInput | undefined> {
    try {
      return await openInput(file);
    } catch (error) {
      this.#refuseFile(file.path, error);
      return undefined;
    }
  }

  /** Refuses a file that can't be read. Other problems are results, so any other error is thrown. */
  #refuseFile(path: string, error: unknown): void {
    if (!(error instanceof Error && 'code' in error)) throw error;
    this.#batch.refuseAt(path, '', describeFileError(error));
  }

  /** Reads a file, and yields from time to time the share of it that was read. */
  async *#read(
    file: SpecFile,
    { by, bytes }: OpenedInput,
    stream: boolean,
  ): AsyncGenerator<number> {
    const { path, defaultId } = file;
    const before = this.#records + this.#batch.refused;
    this.#namesFit = isId(defaultId) && isId(placed(defaultId, Number.MAX_SAFE_INTEGER));
    if (file.qualities !== undefined && !this.#qualities.has(file.qualities)) {
      const qualities = await readQualities(file.qualities);
      this.#qualities.set(file.qualities, qualities);
      this.#batch.warn(qualities.warnings);
    }
    try {
      if (by === 'lines') {
        const size = file.stdin === true ? 0 : (await stat(path)).size;
        for await (const lines of readLines(bytes)) {
          const isLong =
            lines.first > QUICK_SAMPLE && (lines.first / lines.bytes) * size > QUICK_FROM;
          if (!this.#isQuick && isLong) await this.#quicken();
          if (!(await this.#addLines(lines, file, stream))) return;
          // A pipe has no size: nothing is known of its share. A file may grow.
          yield size === 0 ? 0 : Math.min(1, lines.bytes / size);
        }
      } else {
        yield* this.#addWhole(file, bytes);
      }
    } catch (error) {
      this.#refuseFile(path, error);
    }
    if (this.#records + this.#batch.refused === before) {
      this.#batch.refuseAt(path, '', 'empty: expected at least one spec');
    }
  }

  /** Adds the candidates of lines; false if reading ends at a broken one. */
  async #addLines({ first, lines }: Lines, file: SpecFile, stream: boolean): Promise<boolean> {
    const stops = stream && this.#options.stopAt === 'broken-line';
    let number = first - 1;
    for (const line of lines) {
      number += 1;
      const refused = this.#batch.refused;
      if (!line.ok) {
        this.#batch.refuseAt(placed(file.path, number), '', line.reason);
      } else if (line.value !== '' && line.value !== '\r') {
        const parsed = parseJson(line.value);
        if (parsed.ok) {
          if (!this.#isQuick && this.#records >= QUICK_FROM) await this.#quicken();
          this.#add(parsed.value, file, number);
        } else if (line.value.trim() !== '') {
          const { column, message } = parsed.reason;
          this.#batch.refuseAt(`${placed(file.path, number)}:${column}`, '', message);
        }
      }
      if (stops && this.#batch.refused > refused) return false;
    }
    return true;
  }

  /** Adds the candidates of a file that is read whole, and yields from time to time their share. */
  async *#addWhole(file: SpecFile, bytes: Bytes): AsyncGenerator<number> {
    const text = await decodeWhole(bytes, FILE_LIMITS.candidates, file.path);
    if (!text.ok) {
      this.#batch.refuseAt(file.path, '', text.reason);
      return;
    }
    const { values, placeOf, problems, warnings = [] } = await splitFile(text.value, file.path);
    this.#batch.warn(warnings);
    const hint = file.stdin === true ? EMIT_HINT : '';
    for (const problem of problems) {
      this.#batch.refuse([{ ...problem, message: `${problem.message}${hint}` }]);
    }
    if (isPassedOver(file, values)) {
      this.#records += 1;
      this.#batch.warn([{ source: file.path, path: '', message: BESIDE_MODEL }]);
      return;
    }
    if (!this.#isQuick && this.#records + values.length >= QUICK_FROM) await this.#quicken();
    for (const [index, value] of values.entries()) {
      this.#add(value, file, placeOf(index));
      if (this.#isHopeless) return;
      if (this.#batch.size >= this.#options.batchSize) yield (index + 1) / values.length;
    }
  }

  async #quicken(): Promise<void> {
    this.#readRecord = await loadQuickReader();
    this.#isQuick = true;
  }

  async #addCheckpoint({ path, defaultId }: SpecFile): Promise<void> {
    const refusal = checkpointRefusal(this.#options);
    if (refusal !== null) {
      this.#batch.refuseAt(path, '', refusal);
      return;
    }
    this.#records += 1;
    if (this.#options.only?.has(defaultId) === false) return;
    // Loaded on demand: few inputs are checkpoints.
    const { readCheckpoint } = await import('../safetensors/read-checkpoint.ts');
    const { checkpoint, problems, warnings } = await readCheckpoint(path);
    this.#batch.warn([...optionsIgnored(path, this.#options), ...warnings]);
    if (checkpoint === undefined) {
      this.#batch.refuse(problems);
      return;
    }
    if (!isId(defaultId)) {
      this.#batch.refuseAt(path, '', `the name of the file can't be an id: ${ID_EXPECTATION}`);
    } else if (this.#takeId(defaultId, path, 0, 'rename one of the files')) {
      this.#batch.checkpoints.push({ id: defaultId, source: path, checkpoint });
    }
  }

  #add(value: unknown, file: SpecFile, place: number): void {
    this.#records += 1;
    const { records, only } = this.#options;
    const context = new PlacedRecord(file, place, this.#options);
    // Before defaults are filled in.
    const record = records ? JSON.stringify(value) : undefined;
    const { candidate, problems, warnings } = this.#readRecord(value, context);
    if (candidate !== undefined && only?.has(candidate.id) === false) return;
    this.#batch.warn(warnings);
    if (candidate === undefined) {
      this.#batch.refuse(problems);
      return;
    }
    const { id, source } = candidate;
    if (!this.#namesFit && id === context.defaultId && !isId(id)) {
      // An id of its own has passed the schema, so this one comes from the name of the file.
      const message = `missing, and the name of the file can't be one: ${ID_EXPECTATION}`;
      this.#batch.refuseAt(source, 'id', message);
      return;
    }
    if (!this.#takeId(id, source, place)) return;
    const kept = record === undefined ? candidate : { ...candidate, record };
    const own = file.qualities;
    this.#batch.candidates.push(
      own === undefined ? kept : withQualities(kept, this.#qualities.get(own)),
    );
  }

  /** Whether an id was free and is now taken; otherwise a problem is added. */
  #takeId(
    id: string,
    source: string,
    place: number,
    remedy = 'give each an "id" of its own',
  ): boolean {
    const twin = this.#ids.add(id, place);
    if (twin === undefined) return true;
    const message = `duplicate "${id}", already that of ${this.#ids.placeOf(twin)}; ${remedy}`;
    this.#batch.refuseAt(source, 'id', message);
    return false;
  }
}
