import type { ExpertCount } from '../architecture/architecture.ts';
import type { Build, LtsFamily, RecordContext } from '../formats/candidate-format.ts';
import type { SpecFile } from './find-spec-files.ts';
import { placed } from '../input/split-records.ts';

/** What the records of all files are told. */
type Shared = Omit<RecordContext, 'source' | 'defaultId'>;

/**
 * What a record is told, by its file and its place in it (see {@link placed}). Of a million records
 * hardly one asks for its name, so that is put together when it is asked for.
 */
export class PlacedRecord implements RecordContext {
  readonly #file: SpecFile;
  readonly #place: number;
  readonly #shared: Shared;

  constructor(file: SpecFile, place: number, shared: Shared) {
    this.#file = file;
    this.#place = place;
    this.#shared = shared;
  }

  get source(): string {
    return placed(this.#file.path, this.#place);
  }

  get defaultId(): string {
    return placed(this.#file.defaultId, this.#place);
  }

  get build(): Build {
    return this.#shared.build;
  }

  get family(): LtsFamily | undefined {
    return this.#shared.family;
  }

  get experts(): ExpertCount | undefined {
    return this.#shared.experts;
  }
}
