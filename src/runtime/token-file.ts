import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Problem } from '../problem.ts';
import { quote } from '../problem.ts';
import { failure, success, type Result } from '../result.ts';
import { LIMITS } from '../formats/limits.ts';
import { parseJson } from '../input/parse-json.ts';
import { readText } from '../input/read-text.ts';
import { schemaProblems } from '../input/schema-problems.ts';
import { placed } from '../input/split-records.ts';

const EXPECTED = `expected a token id, a whole number from 0 and below ${LIMITS.vocabSize}`;

const id = z
  .int(EXPECTED)
  .min(0, EXPECTED)
  .max(LIMITS.vocabSize - 1, EXPECTED);

const FORM = 'expected a list of sequences, each a list of token ids';

const sequencesSchema = z.array(z.array(id, FORM).min(1, 'expected at least one token id'), FORM);

/** Sequences of token ids. */
export interface TokenFile {
  readonly source: string;
  readonly texts: readonly (readonly number[])[];
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
 * @returns a failure with every problem where they are no token ids
 */
export async function readTokens(file: string): Promise<Result<TokenFile, Problem[]>> {
  const read = await readText(file);
  if (!read.ok) return failure([{ source: file, path: '', message: read.reason }]);
  const text = read.value.replace(/^\ufeff/, '');
  const texts = text.trimStart().startsWith('[')
    ? sequencesOfJson(text, file)
    : sequencesOfLines(text, file);
  if (!texts.ok) return texts;
  if (texts.value.texts.length === 0) {
    return failure([
      { source: file, path: '', message: `no sequence: ${FORM}, or one sequence a line` },
    ]);
  }
  const digest = createHash('sha256').update(JSON.stringify(texts.value.texts)).digest('hex');
  return success({ source: file, ...texts.value, digest });
}

type Texts = Pick<TokenFile, 'texts' | 'lines'>;

function sequencesOfJson(text: string, file: string): Result<Texts, Problem[]> {
  const parsed = parseJson(text);
  if (!parsed.ok) {
    const { line, column, message } = parsed.reason;
    return failure([{ source: `${file}:${line}:${column}`, path: '', message }]);
  }
  const texts = sequencesSchema.safeParse(parsed.value);
  return texts.success
    ? success({ texts: texts.data, lines: null })
    : failure(schemaProblems(texts.error, parsed.value, file));
}

function sequencesOfLines(text: string, file: string): Result<Texts, Problem[]> {
  const texts: number[][] = [];
  const lines: number[] = [];
  const problems: Problem[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const words = line.split(/[\s,]+/).filter((word) => word !== '');
    if (words.length === 0) continue;
    const ids = words.map((word) => (/^\d+$/.test(word) ? Number(word) : NaN));
    const wrong = ids.findIndex((value) => !(value < LIMITS.vocabSize));
    if (wrong === -1) {
      texts.push(ids);
      lines.push(index + 1);
    } else {
      const message = `${quote(words[wrong])}: ${EXPECTED}`;
      problems.push({ source: placed(file, index + 1), path: `token ${wrong + 1}`, message });
    }
  }
  return problems.length > 0 ? failure(problems) : success({ texts, lines });
}

/** Why the sequences do not make a batch; null if they do. */
export function findBatchProblem(
  { source, texts, lines }: TokenFile,
  { batch, sequenceLength }: BatchShape,
): Problem | null {
  if (texts.length < batch) {
    const message = `${texts.length} sequences: expected at least ${batch}, one for each of the batch; add some, or use --batch ${texts.length}`;
    return { source, path: '', message };
  }
  const short = texts.slice(0, batch).findIndex(({ length }) => length < sequenceLength);
  if (short === -1) return null;
  const shortest = Math.min(...texts.slice(0, batch).map(({ length }) => length));
  const message = `a sequence of ${texts[short]?.length ?? 0} tokens: expected at least ${sequenceLength}; add some, or use --sequence-length ${shortest}`;
  return { ...placeOf({ source, lines }, short), message };
}

/** The first token of a batch that is outside a vocabulary; null if there is none. */
export function findVocabularyProblem(
  { source, texts, lines }: TokenFile,
  { batch, sequenceLength }: BatchShape,
  vocabSize: number,
): Problem | null {
  for (const [text, ids] of texts.slice(0, batch).entries()) {
    const token = ids.slice(0, sequenceLength).findIndex((value) => value >= vocabSize);
    if (token === -1) continue;
    const message = `${ids[token] ?? ''}: expected a token id below ${vocabSize}, the size of the vocabulary`;
    return { ...placeOf({ source, lines }, text, token), message };
  }
  return null;
}

function placeOf(
  { source, lines }: Pick<TokenFile, 'source' | 'lines'>,
  text: number,
  token?: number,
): Pick<Problem, 'source' | 'path'> {
  const line = lines?.[text];
  if (line === undefined) {
    return { source, path: token === undefined ? `[${text}]` : `[${text}][${token}]` };
  }
  return { source: placed(source, line), path: token === undefined ? '' : `token ${token + 1}` };
}
