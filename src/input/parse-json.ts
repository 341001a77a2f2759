import { printParseErrorCode, visit } from 'jsonc-parser';
import { quote } from '../problem.ts';
import { failure, success, type Result } from '../result.ts';
import { jsonExtent } from './json-extent.ts';
import { MAX_JSON_VALUES } from './limits.ts';

/** Why a text is not taken for JSON, and where. */
export interface JsonProblem {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  readonly message: string;
}

/**
 * The value of a text of JSON, or why there is none. The engine's fast parser decides; where it
 * refuses, a second one finds the place and the reason. A key that occurs twice in one object is
 * refused too. `Infinity` and `NaN`, which Python's json module writes although JSON does not have
 * them, are read as numbers: callers that need a finite number check for it. A text of too many
 * values is refused before it is parsed.
 */
export function parseJson(
  text: string,
  mostValues = MAX_JSON_VALUES,
): Result<unknown, JsonProblem> {
  // Each value but the first has a comma or a bracket of its own.
  if (text.length > mostValues && jsonExtent(text).values > mostValues) {
    const message = `too large: expected at most ${mostValues} numbers, texts, lists and objects; split the file, or write one value a line (NDJSON)`;
    return failure({ line: 1, column: 1, message });
  }
  try {
    const value = parse(text);
    const repeated = keysAreDistinct(text, value) ? undefined : repeatedKey(text);
    return repeated === undefined ? success(value) : failure(repeated);
  } catch (error) {
    return failure(locate(withNumbers(text), error));
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const replaced = withNumbers(text);
    if (replaced === text) throw error;
    return JSON.parse(replaced, (_, value: unknown) => (value === NAN ? NaN : value)) as unknown;
  }
}

/** A string, or Python's name of a number that JSON does not have. */
const STRING_OR_NAME = /"(?:[^"\\]|\\.)*"|Infinity\b|NaN\b/g;

/** A character without a meaning, which replaces NaN. */
const NAN = '\uE000';

/** The text with `Infinity` and `NaN` replaced by JSON of the same length. */
function withNumbers(text: string): string {
  if (!/Infinity|NaN/.test(text) || text.includes(NAN)) return text;
  return text.replaceAll(STRING_OR_NAME, (found) => {
    // Too large for a number, so that it is read as Infinity.
    if (found === 'Infinity') return '1e999999';
    return found === 'NaN' ? `"${NAN}"` : found;
  });
}

/**
 * Whether a text certainly has no key twice in one object: without escapes, its colons are those
 * after keys and those inside strings, and if the parsed value accounts for all of them, nothing was
 * left out. This takes a fraction of the time of parsing; the search that is needed where it is not
 * certain takes several times as long.
 */
function keysAreDistinct(text: string, value: unknown): boolean {
  if (text.includes('\\')) return false;
  let colons = 0;
  for (let at = text.indexOf(':'); at !== -1; at = text.indexOf(':', at + 1)) colons += 1;
  try {
    return colonsIn(value) === colons;
  } catch (error) {
    // Nested too deeply to be walked through.
    if (!(error instanceof RangeError)) throw error;
    return false;
  }
}

/** The colons that a value needs as JSON, but for those inside its keys. */
function colonsIn(value: unknown): number {
  let colons = 0;
  if (typeof value === 'string') {
    for (let at = value.indexOf(':'); at !== -1; at = value.indexOf(':', at + 1)) colons += 1;
  } else if (Array.isArray(value)) {
    for (const item of value) if (typeof item !== 'number') colons += colonsIn(item);
  } else if (isObject(value)) {
    // Object.values would make a list for each object, and take several times as long.
    for (const key in value) {
      const item = value[key];
      colons += typeof item === 'number' ? 1 : 1 + colonsIn(item);
    }
  }
  return colons;
}

/** Whether a parsed value is an object. */
function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Longest text that is searched for repeated keys: that takes longer than to parse it. */
const MAX_SEARCHED = 2 ** 22;

/** The first key that occurs twice in one object, of which the engine's parser silently takes the last. */
function repeatedKey(text: string): JsonProblem | undefined {
  if (text.length > MAX_SEARCHED) return undefined;
  const open: Set<string>[] = [];
  let first: JsonProblem | undefined;
  try {
    visit(text, {
      onObjectBegin: () => {
        open.push(new Set());
      },
      onObjectEnd: () => {
        open.pop();
      },
      onObjectProperty: (key, _offset, _length, line, column) => {
        const keys = open.at(-1);
        if (keys?.has(key) === true) {
          const message = `the key ${quote(key)} occurs twice in one object; keep one`;
          first ??= { line: line + 1, column: column + 1, message };
        }
        keys?.add(key);
      },
    });
  } catch (error) {
    // Nested too deeply for the second parser, and so for any record.
    if (!(error instanceof RangeError)) throw error;
  }
  return first;
}

/** Whether a text is JSON. */
export function isJson(text: string): boolean {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}

function locate(text: string, refusal: unknown): JsonProblem {
  let first: JsonProblem | undefined;
  try {
    visit(
      text,
      {
        onError: (code, _offset, _length, line, column) => {
          first ??= {
            line: line + 1,
            column: column + 1,
            message: `not JSON: ${inWords(printParseErrorCode(code))}`,
          };
        },
      },
      { disallowComments: true },
    );
  } catch (error) {
    // The second parser calls itself for every level; the engine's does not.
    if (!(error instanceof RangeError)) throw error;
  }
  const reason = refusal instanceof Error ? refusal.message : String(refusal);
  return first ?? { line: 1, column: 1, message: `not JSON: ${reason}` };
}

/** `CommaExpected` as `comma expected`. */
function inWords(code: string): string {
  return code.replace(/(?<!^)[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
}
