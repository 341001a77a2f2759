import fc from 'fast-check';
import { layers, stacks, stacksOf, type Stacks } from './bart-like-models.ts';
import { family } from './counted-models.ts';

/** What a Whisper says: two kinds of positions and bins of a spectrogram. */
interface Whisper extends Omit<Stacks, 'max_position_embeddings'> {
  readonly num_mel_bins: number;
  readonly max_source_positions: number;
  readonly max_target_positions: number;
}

const ofWidth = (h: number, depth: number, heads: number): Partial<Whisper> => ({
  d_model: h,
  ...layers(depth),
  encoder_attention_heads: heads,
  decoder_attention_heads: heads,
  encoder_ffn_dim: 4 * h,
  decoder_ffn_dim: 4 * h,
});

/** Whisper. */
export const whisper = family<Whisper>({
  defaults: {
    vocab_size: 51_865,
    d_model: 384,
    encoder_layers: 4,
    decoder_layers: 4,
    encoder_attention_heads: 6,
    decoder_attention_heads: 6,
    encoder_ffn_dim: 1536,
    decoder_ffn_dim: 1536,
    num_mel_bins: 80,
    max_source_positions: 1500,
    max_target_positions: 448,
    tie_word_embeddings: true,
  },
  count: (config) => {
    const { vocab_size: v, d_model: h } = config;
    const parts = { offset: null, embeddingNorm: false, finalNorm: true, keyBias: false };
    return (
      // Two convolutions of kernel size 3 with biases.
      3 * config.num_mel_bins * h +
      h +
      3 * h * h +
      h +
      (config.max_source_positions + config.max_target_positions) * h +
      v * h * (config.tie_word_embeddings ? 1 : 2) +
      stacksOf({ ...config, max_position_embeddings: 0 }, parts)
    );
  },
  published: [
    ['whisper-tiny', {}, 37_760_640],
    ['whisper-base', ofWidth(512, 6, 8), 72_593_920],
    ['whisper-small', ofWidth(768, 12, 12), 241_734_912],
    ['whisper-medium', ofWidth(1024, 24, 16), 763_857_920],
    [
      'whisper-large-v3',
      { ...ofWidth(1280, 32, 20), vocab_size: 51_866, num_mel_bins: 128 },
      1_543_490_560,
    ],
  ],
  random: fc
    .tuple(stacks, ...[1, 2, 3].map(() => fc.integer({ min: 1, max: 9 })))
    .map(([{ max_position_embeddings: _, ...config }, bins, source, target]) => ({
      ...config,
      num_mel_bins: Number(bins),
      max_source_positions: Number(source),
      max_target_positions: Number(target),
    })),
});
