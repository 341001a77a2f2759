/** A file to be read for records. */
export interface InputFile {
  /** The path to open, which is also what messages call the file. */
  readonly path: string;
  /** Whether it is no file but stdin. */
  readonly stdin?: boolean;
  /** The id of the only record in it, if that has none of its own. */
  readonly defaultId: string;
}
