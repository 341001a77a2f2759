import type { Problem } from '../problem.ts';
import { ProblemTally, READ_NO_FURTHER } from '../problem-tally.ts';
import type { Result } from '../result.ts';
import { isNdjson } from './input-file.ts';
import { FILE_LIMITS, MAX_LINES } from './limits.ts';
import { isJson, parseJson, type JsonProblem } from './parse-json.ts';

/**
 * A name followed by the place of a record in its file: `n` from 1 for line n, `-n` for item n - 1
 * of a list, 0 for the whole file.
 */
export function placed(name: string, place: number): string {
  if (place > 0) return `${name}:${place}`;
  return place < 0 ? `${name}[${-place - 1}]` : name;
}

/** The records of a file, parsed but not yet understood, and why it holds others that are none. */
export interface SplitRecords {
  readonly values: readonly unknown[];
  /** The place in the file of the record of an index: see {@link placed}. */
  readonly placeOf: (index: number) => number;
  /** The first of them; the last line counts the rest. */
  readonly problems: readonly Problem[];
  /** What was passed over; nothing if absent. */
  readonly warnings?: readonly Problem[];
}

/**
 * The records of a file's text: one JSON value, the items of a JSON array, or one value a line
 * (NDJSON), which the ending shows, or a first line that is a value by itself.
 */
export function splitRecords(text: string, path: string): SplitRecords {
  if (isNdjson(path) || text.trim() === '') return splitLines(text, path);
  const parsed = parseJson(text);
  const end = text.indexOf('\n');
  const isOfLines = !parsed.ok && end !== -1 && isJson(text.slice(0, end));
  return isOfLines ? splitLines(text, path) : recordsOf(parsed, path);
}

/** The records of a YAML file's text: one value, or the items of a list. */
export async function splitYaml(text: string, path: string): Promise<SplitRecords> {
  if (text.trim() === '') return { values: [], placeOf: () => 0, problems: [] };
  // Loaded on demand: few inputs are YAML.
  const { parseYaml } = await import('./parse-yaml.ts');
  return recordsOf(parseYaml(text), path);
}

/** The lines of a text without their line feeds, one after another. */
export function* linesOf(text: string): Generator<string> {
  let start = 0;
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
    yield text.slice(start, end);
    start = end + 1;
  }
  yield text.slice(start);
}

function recordsOf(parsed: Result<unknown, JsonProblem>, path: string): SplitRecords {
  if (!parsed.ok) {
    const { line, column, message } = parsed.reason;
    const source = `${path}:${line}:${column}`;
    return { values: [], placeOf: () => 0, problems: [{ source, path: '', message }] };
  }
  const { value } = parsed;
  return Array.isArray(value)
    ? { values: value, placeOf: (index) => -index - 1, problems: [] }
    : { values: [value], placeOf: () => 0, problems: [] };
}

function splitLines(text: string, path: string): SplitRecords {
  const values: unknown[] = [];
  const places: number[] = [];
  const problems = new ProblemTally();
  const refuse = (source: string, message: string): void => {
    problems.add([{ source, path: '', message }]);
  };
  let number = 0;
  for (const line of linesOf(text)) {
    number += 1;
    if (number > MAX_LINES) {
      refuse(path, `too large: expected at most ${MAX_LINES} lines; ${FILE_LIMITS.truth.remedy}`);
      break;
    }
    if (line.trim() === '') continue;
    const parsed = parseJson(line);
    if (parsed.ok) {
      values.push(parsed.value);
      places.push(number);
      continue;
    }
    const { column, message } = parsed.reason;
    refuse(`${placed(path, number)}:${column}`, message);
    if (problems.isEnough) {
      problems.add([READ_NO_FURTHER]);
      break;
    }
  }
  return { values, placeOf: (index) => places[index] ?? 0, problems: problems.listed() };
}
