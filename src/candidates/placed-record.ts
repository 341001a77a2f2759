import type { RecordContext } from '../formats/candidate-format.ts';
import { placed } from '../input/split-records.ts';
import type { SpecFile } from './find-spec-files.ts';

/**
 * The context of a record by its file and its place there (see {@link placed}). Few of a million
 * records need their names, so these are made on demand.
 */
export class PlacedRecord implements RecordContext {
  readonly build: RecordContext['build'];
  readonly family: RecordContext['family'];
  readonly experts: RecordContext['experts'];
  readonly #file: SpecFile;
  readonly #place: number;

  constructor(file: SpecFile, place: number, shared: Omit<RecordContext, 'source' | 'defaultId'>) {
    this.build = shared.build;
    this.family = shared.family;
    this.experts = shared.experts;
    this.#file = file;
    this.#place = place;
  }

  get source(): string {
    return placed(this.#file.path, this.#place);
  }

  get defaultId(): string {
    return placed(this.#file.defaultId, this.#place);
  }
}
