import { createHash } from 'node:crypto';
import { formatPath, quote, type Problem } from '../problem.ts';
import { ProblemTally } from '../problem-tally.ts';
import { failure, success, type Result } from '../result.ts';
import { LIMITS } from '../formats/limits.ts';
import { FILE_LIMITS } from '../input/limits.ts';
import { parseJson } from '../input/parse-json.ts';
import { readText } from '../input/read-text.ts';
import { linesOf, placed } from '../input/split-records.ts';

const EXPECTED = `expected a token id, a whole number from 0 and below ${LIMITS.vocabSize}`;

const FORM = 'expected a list of sequences, each a list of token ids';

/** Sequences of token ids. */
export interface TokenFile {
  readonly source: string;
  readonly sequences: readonly (readonly number[])[];
  /** Line of each sequence, from 1; null in JSON, where a sequence has a path. */
  readonly lines: readonly number[] | null;
  /** SHA-256 of the ids, hexadecimal: what scores on these sequences depend on. */
  readonly digest: string;
}

/** What a batch requires of the sequences. */
export interface BatchShape {
  readonly batch: number;
  readonly sequenceLength: number;
}

/**
 * The sequences of token ids in a file: a JSON list of lists, or numbers with spaces or commas
 * between, one sequence a line.
 *
 * @returns a failure with the problems where they are no token ids
 */
export async function readTokens(file: string): Promise<Result<TokenFile, Problem[]>> {
  const read = await readText(file, FILE_LIMITS.tokens);
  if (!read.ok) return failure([{ source: file, path: '', message: read.reason }]);
  const text = read.value;
  const found = text.trimStart().startsWith('[')
    ? sequencesOfJson(text, file)
    : sequencesOfLines(text, file);
  if (!found.ok) return found;
  const { sequences } = found.value;
  if (sequences.length === 0) {
    return failure([
      { source: file, path: '', message: `no sequence: ${FORM}, or one sequence a line` },
    ]);
  }
  const digest = createHash('sha256').update(JSON.stringify(sequences)).digest('hex');
  return success({ source: file, ...found.value, digest });
}

type Sequences = Pick<TokenFile, 'sequences' | 'lines'>;

function isTokenId(value: unknown): value is number {
  return (
    typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < LIMITS.vocabSize
  );
}

/** The sequences of JSON. A schema would hold a problem for each wrong one of millions of ids. */
function sequencesOfJson(text: string, file: string): Result<Sequences, Problem[]> {
  const parsed = parseJson(text);
  if (!parsed.ok) {
    const { line, column, message } = parsed.reason;
    return failure([{ source: `${file}:${line}:${column}`, path: '', message }]);
  }
  const rows: readonly unknown[] = Array.isArray(parsed.value) ? parsed.value : [];
  const sequences: (readonly number[])[] = [];
  const problems = new ProblemTally();
  for (const [index, row] of rows.entries()) {
    const ids: readonly unknown[] | undefined = Array.isArray(row) ? row : undefined;
    const refuse = (path: readonly number[], value: unknown, expected: string): void => {
      const message = `${quote(value)}: ${expected}`;
      problems.add([{ source: file, path: formatPath(path), message }]);
    };
    if (ids === undefined) refuse([index], row, FORM);
    else if (ids.length === 0) refuse([index], row, 'expected at least one token id');
    else if (ids.every(isTokenId)) sequences.push(ids);
    else {
      const wrong = ids.findIndex((id) => !isTokenId(id));
      refuse([index, wrong], ids[wrong], EXPECTED);
    }
  }
  return problems.count > 0 ? failure(problems.listed()) : success({ sequences, lines: null });
}

function sequencesOfLines(text: string, file: string): Result<Sequences, Problem[]> {
  const sequences: number[][] = [];
  const lines: number[] = [];
  const problems = new ProblemTally();
  let number = 0;
  for (const line of linesOf(text)) {
    number += 1;
    const sequence: number[] = [];
    for (const [written] of line.matchAll(/[^\s,]+/g)) {
      const id = /^\d+$/.test(written) ? Number(written) : NaN;
      sequence.push(id);
      if (isTokenId(id)) continue;
      const message = `${quote(written)}: ${EXPECTED}`;
      const path = `token ${sequence.length}`;
      problems.add([{ source: placed(file, number), path, message }]);
      break;
    }
    if (sequence.length === 0) continue;
    sequences.push(sequence);
    lines.push(number);
  }
  return problems.count > 0 ? failure(problems.listed()) : success({ sequences, lines });
}

/** Why the sequences do not make a batch; null if they do. */
export function findBatchProblem(
  { source, sequences, lines }: TokenFile,
  { batch, sequenceLength }: BatchShape,
): Problem | null {
  const { length: count } = sequences;
  if (count < batch) {
    const message = `${count} sequences: expected at least ${batch}, one for each of the batch; add some, or use --batch ${count}`;
    return { source, path: '', message };
  }
  const lengths = sequences.slice(0, batch).map(({ length }) => length);
  const short = lengths.findIndex((length) => length < sequenceLength);
  if (short === -1) return null;
  const shortest = Math.min(...lengths);
  const message = `a sequence of ${lengths[short] ?? 0} tokens: expected at least ${sequenceLength}; add some, or use --sequence-length ${shortest}`;
  return { ...placeOf({ source, lines }, short), message };
}

/** The first token of a batch that is outside a vocabulary; null if there is none. */
export function findVocabularyProblem(
  { source, sequences, lines }: TokenFile,
  { batch, sequenceLength }: BatchShape,
  vocabSize: number,
): Problem | null {
  for (const [sequence, ids] of sequences.slice(0, batch).entries()) {
    const token = ids.slice(0, sequenceLength).findIndex((value) => value >= vocabSize);
    if (token === -1) continue;
    const message = `${ids[token] ?? ''}: expected a token id below ${vocabSize}, the size of the vocabulary`;
    return { ...placeOf({ source, lines }, sequence, token), message };
  }
  return null;
}

function placeOf(
  { source, lines }: Pick<TokenFile, 'source' | 'lines'>,
  sequence: number,
  token?: number,
): Pick<Problem, 'source' | 'path'> {
  const line = lines?.[sequence];
  if (line === undefined) {
    return { source, path: token === undefined ? `[${sequence}]` : `[${sequence}][${token}]` };
  }
  return { source: placed(source, line), path: token === undefined ? '' : `token ${token + 1}` };
}
