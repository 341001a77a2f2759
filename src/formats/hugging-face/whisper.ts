import { z } from 'zod';
import { completeModel } from '../../architecture/complete-architecture.ts';
import { wholeNumber } from '../expectations.ts';
import { LIMITS } from '../limits.ts';
import { checkStackConfig, STACK_ALIASES, stackBlocks, stackKeys } from './encoder-decoder-keys.ts';
import { defineFamily } from './family.ts';
import { positions, recordKeys } from './keys.ts';

/** The keys of both stacks but for a scale of tokens, which the library does not apply. */
const whisperKeys = () => {
  const { scale_embedding, ...keys } = stackKeys({
    vocabSize: 51_865,
    hiddenSize: 384,
    layers: [4, 4],
    heads: 6,
    feedForwardWidth: 1536,
    activation: 'gelu',
    scaled: false,
  });
  return keys;
};

/**
 * Whisper (Radford et al. 2023): an encoder of spectrograms and a decoder of tokens, whose keys have
 * no biases. The positions of the encoder are sinusoids at first, and stored like those of the
 * decoder, so both are parameters. Taken for a decoder, like T5.
 */
export const whisper = defineFamily({
  modelType: 'whisper',
  schema: () =>
    z.object({
      ...recordKeys('whisper'),
      ...whisperKeys(),
      num_mel_bins: wholeNumber(1, LIMITS.hiddenSize).default(80),
      max_source_positions: positions(1500),
      max_target_positions: positions(448),
    }),
  aliases: { ...STACK_ALIASES, num_key_value_heads: 'encoder_attention_heads' },
  passedOver: [
    ...['encoder_layerdrop', 'decoder_layerdrop', 'use_weighted_layer_sum', 'median_filter_width'],
    ...['classifier_proj_size', 'apply_spec_augment', 'mask_time_prob', 'mask_time_length'],
    ...['mask_time_min_masks', 'mask_feature_prob', 'mask_feature_length'],
    ...[
      'mask_feature_min_masks',
      'forced_decoder_ids',
      'scale_embedding',
      'alignment_heads',
      'lang_ids',
    ],
  ],
  findConflicts: checkStackConfig,
  architectureOf: (config) =>
    completeModel(
      {
        family: 'encoder-decoder',
        naming: 'whisper',
        embedding: {
          vocabSize: 0,
          embeddingSize: config.d_model,
          maxPositionEmbeddings: config.max_source_positions,
          typeVocabSize: 0,
          norm: false,
          input: { kind: 'spectrogram', bins: config.num_mel_bins },
          decoder: {
            vocabSize: config.vocab_size,
            maxPositionEmbeddings: config.max_target_positions,
            norm: false,
          },
        },
        finalNorm: true,
        // The library leaves PyTorch's.
        normEpsilon: 1e-5,
        head: { kind: 'linear', tied: config.tie_word_embeddings },
        initializerRange: config.init_std,
      },
      stackBlocks(config, { norm: 'pre', keyBias: false }),
    ),
});
