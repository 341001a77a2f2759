import fc from 'fast-check';
import { family, type CountedFamily } from './counted-models.ts';

/** What configs of the descendants of T5 say of weights. */
interface T5 {
  readonly vocab_size: number;
  readonly d_model: number;
  readonly d_kv: number;
  readonly d_ff: number;
  readonly num_layers: number;
  readonly num_decoder_layers: number;
  readonly num_heads: number;
  readonly relative_attention_num_buckets: number;
  readonly feed_forward_proj: string;
  readonly tie_word_embeddings: boolean;
}

/** @param each whether `has_relative_attention_bias` is true of every block */
function t5Of(config: T5, each: boolean): number {
  const { d_model: h, num_layers: n, num_decoder_layers: m, num_heads: heads } = config;
  const attention = 4 * h * heads * config.d_kv;
  const feedForward = (config.feed_forward_proj.startsWith('gated') ? 3 : 2) * h * config.d_ff;
  const biases = config.relative_attention_num_buckets * heads * (each ? n + m : 2);
  return (
    config.vocab_size * h * (config.tie_word_embeddings ? 1 : 2) +
    n * (attention + feedForward + 2 * h) +
    m * (2 * attention + feedForward + 3 * h) +
    biases +
    2 * h
  );
}

const MT5: T5 = {
  vocab_size: 250_112,
  d_model: 512,
  d_kv: 64,
  d_ff: 1024,
  num_layers: 8,
  num_decoder_layers: 8,
  num_heads: 6,
  relative_attention_num_buckets: 32,
  feed_forward_proj: 'gated-gelu',
  tie_word_embeddings: true,
};

const t5Sizes: fc.Arbitrary<T5> = fc.record({
  vocab_size: fc.integer({ min: 1, max: 50 }),
  d_model: fc.integer({ min: 1, max: 30 }),
  d_kv: fc.integer({ min: 1, max: 9 }),
  d_ff: fc.integer({ min: 1, max: 30 }),
  num_layers: fc.integer({ min: 1, max: 4 }),
  num_decoder_layers: fc.integer({ min: 1, max: 4 }),
  num_heads: fc.integer({ min: 1, max: 5 }),
  relative_attention_num_buckets: fc.integer({ min: 1, max: 9 }),
  feed_forward_proj: fc.constantFrom('relu', 'gated-gelu', 'gated-silu'),
  tie_word_embeddings: fc.boolean(),
});

const untied = { tie_word_embeddings: false };
const depth = (n: number): Partial<T5> => ({ num_layers: n, num_decoder_layers: n });

const mt5 = family<T5>({
  defaults: MT5,
  count: (config) => t5Of(config, false),
  published: [
    ['mt5-small', untied, 300_176_768],
    ['mt5-base', { ...untied, d_model: 768, d_ff: 2048, ...depth(12), num_heads: 12 }, 582_401_280],
    [
      'mt5-large',
      { ...untied, d_model: 1024, d_ff: 2816, ...depth(24), num_heads: 16 },
      1_229_581_312,
    ],
  ],
  random: t5Sizes,
});

const umt5 = family<T5>({
  defaults: MT5,
  count: (config) => t5Of(config, true),
  published: [
    ['umt5-small', { ...untied, vocab_size: 256_384 }, 306_601_984],
    [
      'umt5-base',
      { ...untied, vocab_size: 256_384, d_model: 768, d_ff: 2048, ...depth(12), num_heads: 12 },
      592_043_520,
    ],
    [
      'umt5-xl',
      { ...untied, vocab_size: 256_384, d_model: 2048, d_ff: 5120, ...depth(24), num_heads: 32 },
      3_768_356_864,
    ],
  ],
  random: t5Sizes,
});

/** The descendants of T5, by type. */
export const T5_LIKE: Readonly<Record<string, CountedFamily>> = { mt5, umt5 };
