import type { Problem } from '../problem.ts';
import type { Result } from '../result.ts';
import { isNdjson } from './input-file.ts';
import { isJson, parseJson, type JsonProblem } from './parse-json.ts';

/** One record of a file, parsed but not yet understood. */
export interface RawRecord {
  readonly value: unknown;
  /** Its place in the file: see {@link placed}. */
  readonly place: number;
  readonly source: string;
}

/**
 * A name followed by the place of a record in its file: `n` from 1 for line n, `-n` for item n - 1
 * of a list, 0 for the whole file.
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
 * (NDJSON), which the ending shows, or a first line that is a value by itself.
 */
export function splitRecords(text: string, path: string): SplitRecords {
  if (isNdjson(path) || text.trim() === '') return splitLines(text, path);
  const parsed = parseJson(text);
  const end = text.indexOf('\n');
  const isLines = !parsed.ok && end !== -1 && isJson(text.slice(0, end));
  return isLines ? splitLines(text, path) : recordsOf(parsed, path);
}

/** The records of a YAML file's text: one value, or the items of a list. */
export async function splitYaml(text: string, path: string): Promise<SplitRecords> {
  if (text.trim() === '') return { records: [], problems: [] };
  // Loaded on demand: few inputs are YAML.
  const { parseYaml } = await import('./parse-yaml.ts');
  return recordsOf(parseYaml(text), path);
}

function recordsOf(parsed: Result<unknown, JsonProblem>, path: string): SplitRecords {
  if (!parsed.ok) {
    const { line, column, message } = parsed.reason;
    const source = `${path}:${line}:${column}`;
    return { records: [], problems: [{ source, path: '', message }] };
  }
  const { value } = parsed;
  const records = Array.isArray(value)
    ? value.map((item: unknown, index) => recordAt(item, -index - 1, path))
    : [recordAt(value, 0, path)];
  return { records, problems: [] };
}

function recordAt(value: unknown, place: number, path: string): RawRecord {
  return { value, place, source: placed(path, place) };
}

function splitLines(text: string, path: string): SplitRecords {
  const records: RawRecord[] = [];
  const problems: Problem[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const parsed = parseJson(line);
    if (parsed.ok) {
      records.push(recordAt(parsed.value, index + 1, path));
    } else {
      const { column, message } = parsed.reason;
      problems.push({ source: `${placed(path, index + 1)}:${column}`, path: '', message });
    }
  }
  return { records, problems };
}
