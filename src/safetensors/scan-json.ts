const QUOTE = '"'.charCodeAt(0);
const BACKSLASH = '\\'.charCodeAt(0);
const COMMA = ','.charCodeAt(0);
const COLON = ':'.charCodeAt(0);
const OPEN_LIST = '['.charCodeAt(0);
const CLOSE_LIST = ']'.charCodeAt(0);
const OPEN_OBJECT = '{'.charCodeAt(0);
const CLOSE_OBJECT = '}'.charCodeAt(0);

/** A key and a value of a JSON object as they are written, not yet parsed. */
export interface RawMember {
  /** With its quotation marks. */
  readonly key: Buffer;
  readonly value: Buffer;
}

/** A text whose brackets, commas and strings show that it is not a JSON object. */
export class NoJsonObjectError extends Error {}

/**
 * The members of a JSON object one by one, so that only one has to be parsed and held at a time: a
 * header of a hundred thousand tensors takes ten times its size as an object.
 *
 * @throws NoJsonObjectError where the text does not end or continue as an object does
 */
export function* jsonMembers(text: Buffer): Generator<RawMember> {
  let at = afterSpace(text, 0);
  if (text[at] !== OPEN_OBJECT) throw new NoJsonObjectError();
  at = afterSpace(text, at + 1);
  if (text[at] === CLOSE_OBJECT) {
    at += 1;
  } else {
    for (;;) {
      const key = at;
      const keyEnd = afterString(text, at);
      at = afterSpace(text, keyEnd);
      if (text[at] !== COLON) throw new NoJsonObjectError();
      const value = afterSpace(text, at + 1);
      at = endOfValue(text, value);
      yield { key: text.subarray(key, keyEnd), value: text.subarray(value, at) };
      const mark = text[at];
      at += 1;
      if (mark === CLOSE_OBJECT) break;
      at = afterSpace(text, at);
    }
  }
  if (afterSpace(text, at) !== text.length) throw new NoJsonObjectError();
}

function afterSpace(text: Buffer, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const byte = text[at];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break;
  }
  return at;
}

function afterString(text: Buffer, from: number): number {
  if (text[from] !== QUOTE) throw new NoJsonObjectError();
  for (let at = from + 1; at < text.length; at++) {
    const byte = text[at];
    if (byte === BACKSLASH) at += 1;
    else if (byte === QUOTE) return at + 1;
  }
  throw new NoJsonObjectError();
}

/** The comma or closing bracket that ends a value, which has at least one byte. */
function endOfValue(text: Buffer, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const byte = text[at] ?? 0;
    if (depth === 0 && (byte === COMMA || byte === CLOSE_OBJECT)) return at;
    if (byte === QUOTE) at = afterString(text, at) - 1;
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) depth += 1;
    else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth -= 1;
    if (depth < 0) throw new NoJsonObjectError();
  }
  throw new NoJsonObjectError();
}
