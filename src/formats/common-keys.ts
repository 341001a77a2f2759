import { z } from 'zod';
import type { PartialEmbedding } from '../architecture/complete-architecture.ts';
import { UNPRINTABLE, type Problem } from '../problem.ts';
import { numberBetween, wholeNumber } from './expectations.ts';
import { LIMITS } from './limits.ts';

/** Longest id: it is printed in every table. */
const MAX_ID_LENGTH = 200;

/** No spaces around an id: it would match none in a table, whose cells are trimmed. */
const ID = new RegExp(`^(?!\\s)[^${UNPRINTABLE}]{1,${MAX_ID_LENGTH}}(?<!\\s)$`, 'u');

/** What an id has to be. */
export const ID_EXPECTATION = `expected a text of 1 to ${MAX_ID_LENGTH} characters, without control characters or spaces around it`;

const idExpectation = `${ID_EXPECTATION}, or a whole number`;

/** Whether a text is a valid id, which fits in a cell of a table. */
export function isId(text: string): boolean {
  return ID.test(text);
}

const FINITE = 'expected a finite number';
const NOT_TOO_LARGE = `expected a number from ${-LIMITS.quality} to ${LIMITS.quality}`;

/** What a measured quality had to be, where it is none; else null. */
export function findQualityProblem(value: unknown): string | null {
  if (typeof value !== 'number' || !Number.isFinite(value)) return FINITE;
  return Math.abs(value) > LIMITS.quality ? NOT_TOO_LARGE : null;
}

/** A measured quality. */
export function quality(): z.ZodNumber {
  const error = NOT_TOO_LARGE;
  return z
    .number({ error: FINITE })
    .min(-LIMITS.quality, { error, abort: true })
    .max(LIMITS.quality, { error, abort: true });
}

/**
 * What is wrong with the names of the qualities of a record, else null: zod leaves out the name of the
 * prototype, and with it what was measured.
 */
export function findNameProblem(record: object): Omit<Problem, 'source'> | null {
  const scores: unknown = 'scores' in record ? record.scores : null;
  if (typeof scores !== 'object' || scores === null) return null;
  if (!Object.hasOwn(scores, '__proto__')) return null;
  return { path: 'scores.__proto__', message: 'expected another name for a quality; rename it' };
}

/** Keys for the name of a candidate and its measured qualities. */
export const RECORD_KEYS = {
  id: z
    .union([z.string().regex(ID, { abort: true }), z.int()], { error: idExpectation })
    .describe('Name of the candidate; the file name if absent')
    .optional(),
  scores: z
    .record(z.string(), quality(), {
      error: 'expected an object of measured qualities',
    })
    .describe('Measured qualities, by name')
    .optional(),
};

/** Keys that every form of spec may have, with the values of ELECTRA-small where absent. */
export const MODEL_KEYS = {
  vocab_size: wholeNumber(1, LIMITS.vocabSize).default(30522),
  embedding_size: wholeNumber(1, LIMITS.hiddenSize).default(128),
  max_position_embeddings: wholeNumber(1, LIMITS.positions).default(512),
  type_vocab_size: wholeNumber(0, LIMITS.typeVocabSize).default(2),
  initializer_range: numberBetween(LIMITS.leastInitializerRange, LIMITS.initializerRange)
    .default(0.02)
    .describe('Standard deviation of the weights at initialization'),
};

/** The embedding that the common keys describe. */
export function embeddingOf(keys: z.infer<z.ZodObject<typeof MODEL_KEYS>>): PartialEmbedding {
  return {
    vocabSize: keys.vocab_size,
    embeddingSize: keys.embedding_size,
    maxPositionEmbeddings: keys.max_position_embeddings,
    typeVocabSize: keys.type_vocab_size,
  };
}
