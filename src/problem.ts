/** Something wrong with an input, or something of it that was passed over: where, what, and how to mend it. */
export interface Problem {
  /** The file, with the line or the index of the record in it where it holds several. */
  readonly source: string;
  /** Where inside the record, as `nas_config.encoder_layers[2].operation_type`; empty for all of it. */
  readonly path: string;
  /** What is wrong, with the value that was found and what was expected. */
  readonly message: string;
}

/** The line and the column, or the index, after the name of a file. */
const PLACE = /(?:(?::\d+){1,2}|\[\d+\])$/;

/** The file of a source, without the place in it. */
export function fileOf(source: string): string {
  return source.replace(PLACE, '');
}

/** Longest form in which a wrong value is quoted: a message is no dump. */
const MAX_QUOTED = 60;

/**
 * A value as a message quotes it: JSON, cut short; of a list or an object only what it is, since
 * it may be of any size and depth.
 */
export function quote(value: unknown): string {
  if (typeof value === 'string') {
    const text = JSON.stringify(value);
    return text.length <= MAX_QUOTED ? text : `${text.slice(0, MAX_QUOTED - 4)}..."`;
  }
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

/** Names as a message lists them: quoted, and beyond the first `most` only counted. */
export function namesInShort(names: readonly string[], most = 10): string {
  const more = names.length - most;
  const listed = names.slice(0, most).map(quote).join(', ');
  return more > 0 ? `${listed} and ${more} more` : listed;
}

/** A path inside a record, as JavaScript would write it. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    const name = String(key);
    if (!/^[\w$][\w$-]{0,59}$/.test(name)) return `${text}[${quote(name)}]`;
    return text === '' ? name : `${text}.${name}`;
  }, '');
}

/**
 * Characters that no name may hold: controls (line breaks and terminal escapes among them), line
 * and paragraph separators, half surrogate pairs, and the marks that turn the direction of a line.
 */
export const UNPRINTABLE = '\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\u202A-\\u202E\\u2066-\\u2069';

const unprintable = new RegExp(`[${UNPRINTABLE}]`, 'gu');

/**
 * A problem in one line: `file: path: message`. File names and keys are quoted from outside, so
 * what could move the cursor or break the line is written as an escape.
 */
export function formatProblem({ source, path, message }: Problem): string {
  return [source, path, message]
    .filter((part) => part !== '')
    .join(': ')
    .replaceAll(
      unprintable,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
}
