import {
  BACKSLASH,
  CLOSE_LIST,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  OPEN_LIST,
  OPEN_OBJECT,
  QUOTE,
} from './json-bytes.ts';

/** What a text would take as JSON, known without parsing it. */
export interface JsonExtent {
  /** Deepest nesting of lists and objects. */
  readonly depth: number;
  /** Commas and opening brackets: at least the number of values, less one. */
  readonly values: number;
  /** Colons outside strings: as many as there are keys. */
  readonly keys: number;
}

/**
 * Measures a text that is meant to be JSON, byte by byte and without memory of its own, so that one
 * made to take too much is refused before it is parsed. Of a text that is no JSON the numbers mean
 * nothing.
 */
export function jsonExtent(text: Uint8Array): JsonExtent {
  let depth = 0;
  let deepest = 0;
  let values = 0;
  let keys = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const byte = text[at] ?? 0;
    if (inString) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inString = false;
      continue;
    }
    switch (byte) {
      case QUOTE:
        inString = true;
        break;
      case COMMA:
        values += 1;
        break;
      case COLON:
        keys += 1;
        break;
      case OPEN_LIST:
      case OPEN_OBJECT:
        values += 1;
        depth += 1;
        if (depth > deepest) deepest = depth;
        break;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        depth -= 1;
        break;
      default:
    }
  }
  return { depth: deepest, values, keys };
}
