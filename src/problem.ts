/** Something wrong with an input, or something of it that was passed over: where, what, and how to mend it. */
export interface Problem {
  /** The file, with the line or the index of the record in it where it holds several. */
  readonly source: string;
  /** Where inside the record, as `nas_config.encoder_layers[2].operation_type`; empty for all of it. */
  readonly path: string;
  /** What is wrong, with the value that was found and what was expected. */
  readonly message: string;
}

/** Longest form in which a wrong value is quoted: a message is no dump. */
const MAX_QUOTED = 60;

/**
 * A value as a message quotes it: JSON, cut short; of a list or an object only what it is, since
 * it may be of any size and depth.
 */
export function quote(value: unknown): string {
  switch (typeof value) {
    case 'string': {
      const text = JSON.stringify(value);
      return text.length <= MAX_QUOTED ? text : `${text.slice(0, MAX_QUOTED - 4)}..."`;
    }
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? `a list of ${value.length}` : 'an object';
    default:
      return String(value);
  }
}

/** A path inside a record, as JavaScript would write it. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) =>
      typeof key === 'number' ? `${text}[${key}]` : `${text}${text === '' ? '' : '.'}${String(key)}`,
    '',
  );
}

/** A problem in one line: `file: path: message`. */
export function formatProblem({ source, path, message }: Problem): string {
  return [source, path, message].filter((part) => part !== '').join(': ');
}
