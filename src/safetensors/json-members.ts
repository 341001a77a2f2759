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

/** What an object of JSON holds under one key: both as they are written, not yet parsed. */
export interface RawMember {
  /** With its quotation marks. */
  readonly key: Buffer;
  readonly value: Buffer;
}

/** A text that is no object of JSON, as far as a look at its brackets, commas and strings tells. */
export class NoJsonObjectError extends Error {}

/**
 * The members of an object of JSON one by one, so that no more than one has to be parsed and held at
 * a time: a header of a hundred thousand tensors takes ten times its size as an object.
 *
 * @throws NoJsonObjectError where the text ends or goes on otherwise than an object does
 */
export function* jsonMembers(text: Buffer): Generator<RawMember> {
  let at = behindSpace(text, 0);
  if (text[at] !== OPEN_OBJECT) throw new NoJsonObjectError();
  at = behindSpace(text, at + 1);
  if (text[at] === CLOSE_OBJECT) {
    at += 1;
  } else {
    for (;;) {
      const key = at;
      const keyEnd = behindString(text, at);
      at = behindSpace(text, keyEnd);
      if (text[at] !== COLON) throw new NoJsonObjectError();
      const value = behindSpace(text, at + 1);
      at = behindValue(text, value);
      yield { key: text.subarray(key, keyEnd), value: text.subarray(value, at) };
      const mark = text[at];
      at += 1;
      if (mark === CLOSE_OBJECT) break;
      at = behindSpace(text, at);
    }
  }
  if (behindSpace(text, at) !== text.length) throw new NoJsonObjectError();
}

function behindSpace(text: Buffer, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const byte = text[at];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break;
  }
  return at;
}

function behindString(text: Buffer, from: number): number {
  if (text[from] !== QUOTE) throw new NoJsonObjectError();
  for (let at = from + 1; at < text.length; at++) {
    const byte = text[at];
    if (byte === BACKSLASH) at += 1;
    else if (byte === QUOTE) return at + 1;
  }
  throw new NoJsonObjectError();
}

/** The comma or closing bracket that ends a value, which has a byte at least. */
function behindValue(text: Buffer, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const byte = text[at] ?? 0;
    switch (byte) {
      case QUOTE:
        at = behindString(text, at) - 1;
        break;
      case OPEN_LIST:
      case OPEN_OBJECT:
        depth += 1;
        break;
      case CLOSE_LIST:
        depth -= 1;
        if (depth < 0) throw new NoJsonObjectError();
        break;
      case CLOSE_OBJECT:
        if (depth === 0) return at;
        depth -= 1;
        break;
      case COMMA:
        if (depth === 0) return at;
        break;
      default:
    }
  }
  throw new NoJsonObjectError();
}
