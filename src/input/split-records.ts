import { extname } from 'node:path';
import type { Problem } from '../problem.ts';
import { isJson, parseJson } from './parse-json.ts';
import type { InputFile } from './input-file.ts';

/** One record of a file, parsed but not yet understood. */
export interface RawRecord {
  readonly value: unknown;
  /** Where it stands in the file: see {@link placed}. */
  readonly place: number;
  readonly source: string;
  readonly defaultId: string;
}

/** Whether a file is one value a line by its ending. */
export function isNdjson(path: string): boolean {
  return ['.ndjson', '.jsonl'].includes(extname(path).toLowerCase());
}

/**
 * A name with the place of a record in its file behind it: `n` from 1 for line n, `-n` for item
 * n - 1 of a list, 0 for all of it.
 */
export function placed(name: string, place: number): string {
  if (place > 0) return `${name}:${place}`;
  return place < 0 ? `${name}[${-place - 1}]` : name;
}

/** The records of a file, and the places where it holds none. */
export interface SplitRecords {
  readonly records: readonly RawRecord[];
  readonly problems: readonly Problem[];
}

/**
 * The records of a file's text: one JSON value, the items of a JSON array, or one value a line
 * (NDJSON), which is told by the ending or by a first line that is a value by itself.
 */
export function splitRecords(text: string, file: InputFile): SplitRecords {
  const { path } = file;
  if (isNdjson(path) || text.trim() === '') return splitLines(text, file);
  const parsed = parseJson(text);
  if (parsed.ok) return { records: recordsOf(parsed.value, file), problems: [] };
  if (startsWithValue(text)) return splitLines(text, file);
  const { line, column, message } = parsed.reason;
  return {
    records: [],
    problems: [{ source: `${path}:${line}:${column}`, path: '', message }],
  };
}

/** The records of a parsed file: itself, or the items of a list. */
export function recordsOf(value: unknown, { path, defaultId }: InputFile): RawRecord[] {
  return Array.isArray(value)
    ? value.map((item: unknown, index) => ({
        value: item,
        place: -index - 1,
        source: `${path}[${index}]`,
        defaultId: `${defaultId}[${index}]`,
      }))
    : [{ value, place: 0, source: path, defaultId }];
}

function startsWithValue(text: string): boolean {
  const end = text.indexOf('\n');
  return end !== -1 && isJson(text.slice(0, end));
}

function splitLines(text: string, { path, defaultId }: InputFile): SplitRecords {
  const records: RawRecord[] = [];
  const problems: Problem[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const parsed = parseJson(line);
    if (parsed.ok) {
      records.push({
        value: parsed.value,
        place: index + 1,
        source: `${path}:${index + 1}`,
        defaultId: `${defaultId}:${index + 1}`,
      });
    } else {
      const { column, message } = parsed.reason;
      const source = `${path}:${index + 1}:${column}`;
      problems.push({ source, path: '', message });
    }
  }
  return { records, problems };
}
