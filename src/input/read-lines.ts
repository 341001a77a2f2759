import { isAscii, isUtf8 } from 'node:buffer';
import { failure, success, type Result } from '../result.ts';
import { FILE_LIMITS, MAX_LINE_BYTES } from './limits.ts';
import { bytesOfFile, type Bytes } from './open-input.ts';

const NEWLINE = 0x0a;

/**
 * Bytes that are decoded at once. The lines live until all of them are scored: with larger pieces
 * the garbage collector has to copy them.
 */
const PIECE_BYTES = 2 ** 15;

/** Consecutive lines of a file. */
export interface Lines {
  /** Number of the first, from 1. */
  readonly first: number;
  /** Without their newlines; or why a line can't be read. */
  readonly lines: readonly Result<string>[];
  /** Bytes of the file up to here. */
  readonly bytes: number;
}

/**
 * The lines of a file of UTF-8 text, or of its bytes, with one piece in memory at a time: the next is
 * read when it is requested. A line ends at a line feed (a carriage return before it is kept, which
 * JSON takes for a space) or at the end of the file; a byte order mark is left out. For a line that
 * is not UTF-8 or longer than {@link MAX_LINE_BYTES} the reason is given, and reading continues; but
 * what has as many bytes as a whole file may have and no line in it, such as a device of zeros, is
 * read no further.
 *
 * @throws Error as `createReadStream` does, where the file can't be read
 */
export async function* readLines(input: string | Bytes): AsyncGenerator<Lines> {
  let first = 1;
  let bytes = 0;
  let begun: Buffer[] = [];
  let begunBytes = 0;
  const keep = (piece: Buffer): void => {
    begunBytes += piece.length;
    // A line that is too long is counted and dropped.
    if (begunBytes > MAX_LINE_BYTES) begun = [];
    else if (piece.length > 0) begun.push(piece);
  };
  const take = (): Result<string> => {
    const line = begunBytes > MAX_LINE_BYTES ? tooLong() : decode(Buffer.concat(begun));
    begun = [];
    begunBytes = 0;
    return line;
  };
  for await (const chunk of typeof input === 'string' ? bytesOfFile(input) : input) {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
      const piece = chunk.subarray(at, at + PIECE_BYTES);
      bytes += piece.length;
      const end = piece.indexOf(NEWLINE);
      if (end === -1) {
        keep(piece);
        if (begunBytes <= FILE_LIMITS.candidates.bytes) continue;
        yield { first, lines: [tooLong()], bytes };
        return;
      }
      const last = piece.lastIndexOf(NEWLINE);
      keep(piece.subarray(0, end));
      const lines = [take()];
      if (last > end) for (const line of split(piece.subarray(end + 1, last))) lines.push(line);
      keep(piece.subarray(last + 1));
      yield { first, lines: first === 1 ? withoutMark(lines) : lines, bytes };
      first += lines.length;
    }
  }
  if (begunBytes > 0) {
    const lines = [take()];
    yield { first, lines: first === 1 ? withoutMark(lines) : lines, bytes };
  }
}

/** The lines of a text of whole lines. */
function split(text: Buffer): Result<string>[] {
  const decoded = decode(text);
  if (decoded.ok) {
    return decoded.value
      .split('\n')
      .map((line) => (line.length > MAX_LINE_BYTES ? tooLong() : success(line)));
  }
  const lines: Result<string>[] = [];
  let start = 0;
  for (let end = text.indexOf(NEWLINE); end !== -1; end = text.indexOf(NEWLINE, start)) {
    lines.push(decode(text.subarray(start, end)));
    start = end + 1;
  }
  lines.push(decode(text.subarray(start)));
  return lines;
}

function decode(text: Buffer): Result<string> {
  // Both checks are faster than a decoder that checks as it goes, and ASCII is copied as it is.
  if (isAscii(text)) return success(text.toString('latin1'));
  return isUtf8(text)
    ? success(text.toString('utf8'))
    : failure('not UTF-8 text; save it in that encoding');
}

function withoutMark([first, ...others]: Result<string>[]): Result<string>[] {
  if (first === undefined) return others;
  return first.ok && first.value.startsWith('\ufeff')
    ? [success(first.value.slice(1)), ...others]
    : [first, ...others];
}

function tooLong(): Result<string> {
  return failure(`too long: expected at most ${MAX_LINE_BYTES} bytes in a line`);
}
