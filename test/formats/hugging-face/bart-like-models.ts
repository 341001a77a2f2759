import fc from 'fast-check';
import { family, linear, type CountedFamily } from './counted-models.ts';

/** What configs of the descendants of BART say of weights. */
export interface Stacks {
  readonly vocab_size: number;
  readonly d_model: number;
  readonly encoder_layers: number;
  readonly decoder_layers: number;
  readonly encoder_attention_heads: number;
  readonly decoder_attention_heads: number;
  readonly encoder_ffn_dim: number;
  readonly decoder_ffn_dim: number;
  readonly max_position_embeddings: number;
  readonly tie_word_embeddings: boolean;
}

/** What the modules of a family have, after the source of the transformers library. */
export interface Parts {
  /** Rows of the embedding of positions that come before the first; null for sinusoids. */
  readonly offset: number | null;
  /** `layernorm_embedding` of each stack, and `layer_norm` at its end. */
  readonly embeddingNorm: boolean;
  readonly finalNorm: boolean;
  /** Whether `k_proj` has a bias. */
  readonly keyBias?: boolean;
}

const norm = (h: number): number => 2 * h;

/** The layers of both stacks, and the norms at their ends. */
export function stacksOf(config: Stacks, { finalNorm, keyBias = true }: Parts): number {
  const { d_model: h } = config;
  const attention = 3 * linear(h, h) + linear(h, h, keyBias);
  const feedForward = (f: number): number => linear(h, f) + linear(f, h);
  return (
    config.encoder_layers * (attention + feedForward(config.encoder_ffn_dim) + 2 * norm(h)) +
    config.decoder_layers * (2 * attention + feedForward(config.decoder_ffn_dim) + 3 * norm(h)) +
    (finalNorm ? 2 * norm(h) : 0)
  );
}

/** The whole model: `shared`, both stacks, and `lm_head` where that is not tied. */
function bartOf(config: Stacks, parts: Parts): number {
  const { vocab_size: v, d_model: h } = config;
  const positions = parts.offset === null ? 0 : config.max_position_embeddings + parts.offset;
  return (
    v * h * (config.tie_word_embeddings ? 1 : 2) +
    2 * (positions * h + (parts.embeddingNorm ? norm(h) : 0)) +
    stacksOf(config, parts)
  );
}

const LARGE: Stacks = {
  vocab_size: 50_265,
  d_model: 1024,
  encoder_layers: 12,
  decoder_layers: 12,
  encoder_attention_heads: 16,
  decoder_attention_heads: 16,
  encoder_ffn_dim: 4096,
  decoder_ffn_dim: 4096,
  max_position_embeddings: 1024,
  tie_word_embeddings: true,
};

/** Sizes of two stacks, whose depths, heads and widths differ. */
export const stacks: fc.Arbitrary<Stacks> = fc
  .tuple(
    fc.constantFrom([2, 3], [4, 1], [3, 6]),
    ...[1, 2, 3, 4, 5, 6].map(() => fc.integer({ min: 1, max: 9 })),
    fc.boolean(),
  )
  .map(([[one = 1, other = 1], ...numbers]) => {
    const [size = 1, v = 1, n = 1, m = 1, f = 1, g = 1] = numbers.map(Number);
    return {
      vocab_size: 7 * v,
      d_model: 12 * size,
      encoder_layers: n,
      decoder_layers: m,
      encoder_attention_heads: one,
      decoder_attention_heads: other,
      encoder_ffn_dim: 3 * f,
      decoder_ffn_dim: 5 * g,
      max_position_embeddings: v + f,
      tie_word_embeddings: g % 2 === 0,
    };
  });

const base = { d_model: 768, encoder_ffn_dim: 3072, decoder_ffn_dim: 3072 };
/** Depths of both. */
export const layers = (encoder: number, decoder = encoder): Partial<Stacks> => ({
  encoder_layers: encoder,
  decoder_layers: decoder,
});
const BART: Parts = { offset: 2, embeddingNorm: true, finalNorm: false };
const MBART: Parts = { offset: 2, embeddingNorm: true, finalNorm: true };
const M2M: Parts = { offset: null, embeddingNorm: false, finalNorm: true };

const bart = family<Stacks>({
  defaults: LARGE,
  count: (config) => bartOf(config, BART),
  published: [
    ['bart-base', { ...base, ...layers(6) }, 139_420_416],
    ['bart-large', {}, 406_291_456],
    ['distilbart-cnn-12-6', { vocab_size: 50_264, ...layers(12, 6) }, 305_510_400],
  ],
  random: stacks,
});

const mbart = family<Stacks>({
  defaults: LARGE,
  count: (config) => bartOf(config, MBART),
  published: [
    ['mbart-large-cc25', { vocab_size: 250_027 }, 610_851_840],
    ['mbart-large-50', { vocab_size: 250_054 }, 610_879_488],
    ['mbarthez', { ...base, ...layers(6), vocab_size: 50_002 }, 139_221_504],
  ],
  random: stacks,
});

const m2m100 = family<Stacks>({
  defaults: { ...LARGE, vocab_size: 128_112 },
  count: (config) => bartOf(config, M2M),
  published: [
    ['m2m100_418M', {}, 483_905_536],
    ['m2m100_1.2B', { ...layers(24), encoder_ffn_dim: 8192, decoder_ffn_dim: 8192 }, 1_239_470_080],
    ['nllb-200-distilled-600M', { vocab_size: 256_206 }, 615_073_792],
    [
      'nllb-200-3.3B',
      {
        vocab_size: 256_206,
        d_model: 2048,
        ...layers(24),
        encoder_ffn_dim: 8192,
        decoder_ffn_dim: 8192,
      },
      3_344_863_232,
    ],
  ],
  random: stacks,
});

const pegasus = family<Stacks>({
  defaults: LARGE,
  count: (config) => bartOf(config, M2M),
  // The paper says 568 M.
  published: [
    ['pegasus-large', { vocab_size: 96_103, ...layers(16) }, 568_699_904],
    ['distill-pegasus-xsum-16-4', { vocab_size: 96_103, ...layers(16, 4) }, 367_139_840],
    ['distill-pegasus-cnn-16-4', { vocab_size: 96_103, ...layers(16, 4) }, 367_139_840],
  ],
  random: stacks,
});

const blenderbot = family<Stacks>({
  defaults: {
    ...LARGE,
    vocab_size: 8008,
    d_model: 2560,
    ...layers(2, 24),
    encoder_attention_heads: 32,
    decoder_attention_heads: 32,
    encoder_ffn_dim: 10_240,
    decoder_ffn_dim: 10_240,
    max_position_embeddings: 128,
  },
  count: (config) => bartOf(config, { offset: 0, embeddingNorm: false, finalNorm: true }),
  published: [
    [
      'blenderbot-400M-distill',
      { d_model: 1280, ...layers(2, 12), encoder_ffn_dim: 5120, decoder_ffn_dim: 5120 },
      364_802_560,
    ],
    ['blenderbot-1B-distill', layers(2, 12), 1_437_393_920],
    ['blenderbot-3B', {}, 2_696_268_800],
  ],
  random: stacks,
});

/** What a Marian says more. */
interface Marian extends Stacks {
  readonly decoder_vocab_size: number | null;
  readonly share_encoder_decoder_embeddings: boolean;
}

const marian = family<Marian>({
  defaults: {
    ...LARGE,
    vocab_size: 58_101,
    decoder_vocab_size: null,
    share_encoder_decoder_embeddings: true,
  },
  count: (config) => {
    const parts = { offset: null, embeddingNorm: false, finalNorm: false };
    if (config.share_encoder_decoder_embeddings) return bartOf(config, parts);
    const { vocab_size: v, d_model: h, decoder_vocab_size: own } = config;
    const ofDecoder = (own ?? v) * h * (config.tie_word_embeddings ? 1 : 2);
    return v * h + ofDecoder + stacksOf(config, parts);
  },
  published: [
    ['opus-mt-en-de', { ...small(58_101) }, 73_886_208],
    ['opus-mt-en-fr', { ...small(59_514) }, 74_609_664],
    ['opus-mt-tc-big-en-fi', { vocab_size: 59_890, d_model: 1024, ...layers(6) }, 237_684_736],
  ],
  random: fc
    .tuple(stacks, fc.option(fc.integer({ min: 1, max: 50 })), fc.boolean())
    .map(([config, own, shared]) => ({
      ...config,
      decoder_vocab_size: shared ? null : own,
      share_encoder_decoder_embeddings: shared,
    })),
});

function small(vocab_size: number): Partial<Stacks> {
  return {
    vocab_size,
    d_model: 512,
    ...layers(6),
    encoder_attention_heads: 8,
    decoder_attention_heads: 8,
    encoder_ffn_dim: 2048,
    decoder_ffn_dim: 2048,
  };
}

/** The descendants of BART, by type. */
export const BART_LIKE: Readonly<Record<string, CountedFamily>> = {
  bart,
  mbart,
  m2m_100: m2m100,
  pegasus,
  blenderbot,
  marian,
};
