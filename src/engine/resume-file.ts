import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { failure, success, type Result } from '../result.ts';
import { isIntact, seal } from './checksum.ts';
import type { KeptScore, ScoreStore } from './score-store.ts';

/** Grows when the form of the lines changes: those of version 1 had no checksum. */
const HEADER = '{"zerolm":"resume","version":2}';

/** The heading of any version. */
const ANY_HEADER = /^\{"zerolm":"resume","version":(\d+)\}$/;

/** Longest line: a reason quotes at most a few names. */
const MAX_LINE_BYTES = 2 ** 16;

const PIECE = 2 ** 16;
const NEWLINE = 0x0a;

const sealed = { checksum: z.string() };
const lineSchema = z.union([
  z.object({ key: z.string(), proxy: z.string(), score: z.number(), ...sealed }),
  z.object({ key: z.string(), proxy: z.string(), reason: z.string(), ...sealed }),
]);

/** A store in a file, one score a line. */
export interface ResumeFile extends ScoreStore {
  /** Scores that were there when it was opened. */
  readonly found: number;
  readonly close: () => void;
}

/**
 * Opens a file that keeps scores as they are finished, and makes it where there is none. Every
 * write is a whole line at the end of the file, so that a run that is killed loses nothing that was
 * written; a last line that was torn by it is cut off. Scores of other settings have other
 * keys, so that one file may serve several runs, even at once. Every line has a checksum: a score
 * that was changed since is refused.
 *
 * @param onWarning called once, when a score can't be written; the work goes on
 * @returns a failure where the file can't be read or written, or is no such file
 */
export function openResumeFile(
  path: string,
  onWarning: (message: string) => void = () => undefined,
): Result<ResumeFile> {
  let file: number | null = null;
  try {
    file = openSync(path, 'a+');
    const read = readScores(file);
    if (!read.ok) {
      closeSync(file);
      return failure(`${path}${read.reason}`);
    }
    return success(storeIn(file, path, read.value, onWarning));
  } catch (error) {
    if (file !== null) closeSync(file);
    return failure(`${path}: can't be opened to resume from: ${messageOf(error)}`);
  }
}

function storeIn(
  file: number,
  path: string,
  scores: Map<string, Result<number>>,
  onWarning: (message: string) => void,
): ResumeFile {
  let writable = true;
  return {
    found: scores.size,
    read: (key) => scores.get(key),
    write: (finished) => {
      for (const { key, result } of finished) scores.set(key, result);
      if (!writable || finished.length === 0) return;
      try {
        writeWhole(file, finished.map(lineOf).join(''));
      } catch (error) {
        writable = false;
        onWarning(`${path}: not written, going on without: ${messageOf(error)}`);
      }
    },
    close: () => {
      closeSync(file);
    },
  };
}

/** The scores in a file, or its name and what is wrong with it. */
function readScores(file: number): Result<Map<string, Result<number>>> {
  const scores = new Map<string, Result<number>>();
  const { size } = fstatSync(file);
  const piece = new Uint8Array(PIECE);
  let begun: Uint8Array = new Uint8Array(0);
  let whole = 0;
  let lines = 0;
  for (let at = 0; at < size;) {
    const length = readSync(file, piece, 0, Math.min(PIECE, size - at), at);
    if (length === 0) break;
    at += length;
    let rest = Buffer.concat([begun, piece.subarray(0, length)]);
    for (let end = rest.indexOf(NEWLINE); end !== -1; end = rest.indexOf(NEWLINE)) {
      lines += 1;
      const problem = takeLine(rest.toString('utf8', 0, end), lines, scores);
      if (problem !== null) return failure(`:${lines}: ${problem}`);
      whole += end + 1;
      rest = rest.subarray(end + 1);
    }
    if (rest.length > MAX_LINE_BYTES) return failure(`:${lines + 1}: ${NOT_RESUMABLE}`);
    begun = rest;
  }
  if (lines === 0) {
    if (!HEADER.startsWith(Buffer.from(begun).toString('utf8'))) {
      return failure(`:1: ${NOT_RESUMABLE}`);
    }
    ftruncateSync(file, 0);
    writeWhole(file, `${HEADER}\n`);
  } else if (whole < size) {
    ftruncateSync(file, whole);
  }
  return success(scores);
}

const NOT_RESUMABLE =
  'no file that --resume has written, which would have begun with its heading; name another, or one that is not there yet';

const REMEDY = 'remove this line, and its score is computed again';

/** What is wrong with a first line that is not the heading. */
function describeHeader(text: string): string {
  const [, version] = ANY_HEADER.exec(text) ?? [];
  return version === undefined
    ? NOT_RESUMABLE
    : `version ${version} of a resume file, by another version of zerolm: expected version 2; name another file, or one that is not there yet`;
}

/** Adds the score of a line; what is wrong with it, or null. */
function takeLine(
  text: string,
  number: number,
  scores: Map<string, Result<number>>,
): string | null {
  if (number === 1) return text === HEADER ? null : describeHeader(text);
  const line = lineSchema.safeParse(parse(text));
  if (!line.success) return `not a score as --resume writes it: ${REMEDY}`;
  if (!isIntact(line.data)) {
    return `changed since --resume wrote it, as its checksum shows: ${REMEDY}`;
  }
  const { key } = line.data;
  scores.set(key, 'score' in line.data ? success(line.data.score) : failure(line.data.reason));
  return null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function lineOf({ key, proxy, result }: KeptScore): string {
  const outcome = result.ok ? { score: result.value } : { reason: result.reason };
  return `${JSON.stringify(seal({ key, proxy, ...outcome }))}\n`;
}

/** A file that is opened to append takes everything at its end. */
function writeWhole(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
