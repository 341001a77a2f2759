const QUOTE = '"'.charCodeAt(0);
const BACKSLASH = '\\'.charCodeAt(0);
const COMMA = ','.charCodeAt(0);
const OPEN_LIST = '['.charCodeAt(0);
const CLOSE_LIST = ']'.charCodeAt(0);
const OPEN_OBJECT = '{'.charCodeAt(0);
const CLOSE_OBJECT = '}'.charCodeAt(0);

/** The size of a text as JSON, known without parsing it. */
export interface JsonExtent {
  /** Deepest nesting of lists and objects. */
  readonly depth: number;
  /** Commas and opening brackets: at least the number of values, less one. */
  readonly values: number;
}

/**
 * The extent of a text that is meant to be JSON, counted in constant memory, so that a text made to
 * exhaust memory is refused before it is parsed. Meaningless for a text that is not JSON.
 *
 * @param text or its bytes in UTF-8, which have the same extent
 */
export function jsonExtent(text: string | Uint8Array): JsonExtent {
  const codeAt =
    typeof text === 'string'
      ? (at: number): number => text.charCodeAt(at)
      : (at: number): number => text[at] ?? 0;
  let depth = 0;
  let deepest = 0;
  let values = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = codeAt(at);
    if (inString) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) {
      inString = true;
    } else if (code === COMMA) {
      values += 1;
    } else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      values += 1;
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) {
      depth -= 1;
    }
  }
  return { depth: deepest, values };
}
