import { z } from 'zod';
import { numberBetween, oneOf, wholeNumber } from '../expectations.ts';
import { LIMITS } from '../limits.ts';
import { activationName, type ActivationName } from './activations.ts';
import { deviation, epsilon, feedForward, flag, heads, layers, tokens, width } from './keys.ts';
import { rotaryKeys } from './rotary.ts';

/** A number of heads, their size or that of a window, where null means that it follows from others. */
export const countOrNull = (fallback: number | null): z.ZodDefault<z.ZodNullable<z.ZodNumber>> =>
  wholeNumber(1, LIMITS.hiddenSize).nullable().default(fallback);

/** A window in tokens; null for none. */
export const windowSize = (fallback: number | null): z.ZodDefault<z.ZodNullable<z.ZodNumber>> =>
  wholeNumber(1, LIMITS.positions).nullable().default(fallback);

/** A number that counts blocks: a first one, or every how many. */
export const blockNumber = (minimum: 0 | 1, fallback: number): z.ZodDefault<z.ZodNumber> =>
  wholeNumber(minimum, LIMITS.blocks).default(fallback);

/** A number above 0 that something is multiplied or divided by. */
export const factor = (fallback: number): z.ZodDefault<z.ZodNumber> =>
  numberBetween(1e-9, 1e9).default(fallback);

/** What scores are capped at; null for nothing. */
export const cap = (fallback: number | null): z.ZodDefault<z.ZodNullable<z.ZodNumber>> =>
  numberBetween(1e-9, 1e9).nullable().default(fallback);

/** A list of one whole number for each block, or of blocks. */
export const blockList = (most: number): z.ZodDefault<z.ZodNullable<z.ZodArray<z.ZodNumber>>> =>
  z
    .array(wholeNumber(0, most), { error: 'expected a list of whole numbers, or null' })
    .nullable()
    .default(null);

/** The kinds of attention that blocks may differ in. */
const LAYER_TYPES = ['full_attention', 'sliding_attention', 'chunked_attention'] as const;

/** A kind of attention. */
export type LayerType = (typeof LAYER_TYPES)[number];

/** The kind of attention of each block, which overrides the pattern of the family. */
export const layerTypes = () =>
  z
    .array(oneOf(LAYER_TYPES), { error: 'expected a list of kinds of attention, or null' })
    .nullable()
    .default(null);

/** The sizes of a family where a config leaves them out. */
interface Sizes {
  readonly vocab: number;
  readonly hidden: number;
  readonly depth: number;
  readonly heads: number;
  /** Null for as many as heads. */
  readonly shared: number | null;
  readonly feedForward: number;
}

/** The keys of the sizes that every family has. */
export const sizeKeys = ({ vocab, hidden, depth, heads: count, shared, ...sizes }: Sizes) => ({
  vocab_size: tokens(vocab),
  hidden_size: width(hidden),
  num_hidden_layers: layers(depth),
  num_attention_heads: heads(count),
  num_key_value_heads: countOrNull(shared),
  intermediate_size: feedForward(sizes.feedForward),
});

/** What else a family takes where a config leaves it out. */
interface Common {
  readonly tied?: boolean;
  readonly epsilon?: number;
  readonly activation?: ActivationName;
  /** Positions that a model is made for. */
  readonly context?: number;
}

/** The keys of head, initialization, activation, norms and rotary positions. */
export const commonKeys = ({
  tied = false,
  epsilon: own = 1e-6,
  activation = 'silu',
  context,
}: Common = {}) => ({
  tie_word_embeddings: flag(tied),
  initializer_range: deviation(),
  hidden_act: activationName(activation),
  rms_norm_eps: epsilon(own),
  ...rotaryKeys(context),
});
