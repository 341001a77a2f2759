import { extname } from 'node:path';

/** A file to be read for records. */
export interface InputFile {
  /** The path to open, which also names the file in messages. */
  readonly path: string;
  /** Whether it is stdin instead of a file. */
  readonly stdin?: boolean;
  /** The id of the only record in it, if that has none of its own. */
  readonly defaultId: string;
}

/** Whether a file has one value a line, by its ending. */
export function isNdjson(path: string): boolean {
  return ['.ndjson', '.jsonl'].includes(extname(path).toLowerCase());
}

/** Whether a file is CSV, by its ending. */
export function isCsv(path: string): boolean {
  return extname(path).toLowerCase() === '.csv';
}

/** Whether a file is YAML, by its ending. */
export function isYaml(path: string): boolean {
  return ['.yaml', '.yml'].includes(extname(path).toLowerCase());
}
