import { z } from 'zod';
import { RECORD_KEYS } from '../common-keys.ts';
import { numberBetween, wholeNumber } from '../expectations.ts';
import { LIMITS } from '../limits.ts';
import type { Issue } from './family.ts';

/** Keys that every config may have. */
export function recordKeys<const ModelType extends string>(
  modelType: ModelType,
): typeof RECORD_KEYS & {
  readonly $schema: z.ZodOptional<z.ZodString>;
  readonly model_type: z.ZodLiteral<ModelType>;
  readonly architectures: z.ZodOptional<z.ZodUnknown>;
} {
  return {
    $schema: z.string().optional(),
    ...RECORD_KEYS,
    model_type: z.literal(modelType),
    // Names of classes, which decide the head.
    architectures: z.unknown().optional(),
  };
}

/** A number of layers. */
export const layers = (fallback: number): z.ZodDefault<z.ZodNumber> =>
  wholeNumber(1, LIMITS.blocks).default(fallback);

/** A hidden size or a similar width. */
export const width = (fallback: number): z.ZodDefault<z.ZodNumber> =>
  wholeNumber(1, LIMITS.hiddenSize).default(fallback);

/** A feed-forward width. */
export const feedForward = (fallback: number): z.ZodDefault<z.ZodNumber> =>
  wholeNumber(1, LIMITS.feedForwardWidth).default(fallback);

/** A number of attention heads. */
export const heads = (fallback: number): z.ZodDefault<z.ZodNumber> =>
  wholeNumber(1, LIMITS.hiddenSize).default(fallback);

/** A number of tokens in the vocabulary. */
export const tokens = (fallback: number): z.ZodDefault<z.ZodNumber> =>
  wholeNumber(1, LIMITS.vocabSize).default(fallback);

/** A number of learned positions. */
export const positions = (fallback: number): z.ZodDefault<z.ZodNumber> =>
  wholeNumber(1, LIMITS.positions).default(fallback);

/** A number of token types. */
export const types = (fallback: number): z.ZodDefault<z.ZodNumber> =>
  wholeNumber(0, LIMITS.typeVocabSize).default(fallback);

/** A number that follows from another key where it is absent or null. */
export const orNull = (maximum: number): z.ZodDefault<z.ZodNullable<z.ZodNumber>> =>
  wholeNumber(1, maximum).nullable().default(null);

/** A number of heads of keys and values; null for as many as heads. */
export const keyValueHeads = (fallback: number | null): z.ZodDefault<z.ZodNullable<z.ZodNumber>> =>
  wholeNumber(1, LIMITS.hiddenSize).nullable().default(fallback);

/** A window in positions; null for none. */
export const windowSize = (fallback: number | null): z.ZodDefault<z.ZodNullable<z.ZodNumber>> =>
  wholeNumber(1, LIMITS.positions).nullable().default(fallback);

/** True or false. */
export const flag = (fallback: boolean): z.ZodDefault<z.ZodBoolean> =>
  z.boolean({ error: 'expected true or false' }).default(fallback);

/** The epsilon of norms, under the name of a family. */
export const epsilon = (fallback: number): z.ZodDefault<z.ZodNumber> =>
  numberBetween(0, 1).default(fallback);

/** The standard deviation of the weights at initialization, under the name of a family. */
export const deviation = (fallback = 0.02): z.ZodDefault<z.ZodNumber> =>
  numberBetween(LIMITS.leastInitializerRange, LIMITS.initializerRange)
    .default(fallback)
    .describe('Standard deviation of the weights at initialization');

/** Reports heads that share a hidden size and do not divide it. */
export function checkHeads(
  [sizeKey, size]: readonly [string, number],
  [headsKey, count]: readonly [string, number],
  issue: Issue,
): void {
  if (size % count !== 0) issue(headsKey, `${count}: expected a divisor of ${sizeKey} ${size}`);
}

/** Reports heads of their own size that together exceed four times the largest hidden size. */
export function checkHeadSize(
  [sizeKey, size]: readonly [string, number],
  [headsKey, count]: readonly [string, number],
  issue: Issue,
): void {
  const most = Math.floor(LIMITS.feedForwardWidth / count);
  if (size > most) {
    issue(sizeKey, `${size}: expected at most ${most} for ${count} heads of ${headsKey}`);
  }
}

/** Reports heads of keys and values whose number does not divide that of the query heads. */
export function checkKeyValueHeads(count: number, shared: number | null, issue: Issue): void {
  if (shared !== null && count % shared !== 0) {
    issue('num_key_value_heads', `${shared}: expected a divisor of num_attention_heads ${count}`);
  }
}
