import { z } from 'zod';
import { LIMITS } from '../limits.ts';
import { defineFamily } from './family.ts';
import {
  checkHeads,
  deviation,
  feedForward,
  flag,
  heads,
  layers,
  orNull,
  positions,
  recordKeys,
  width,
  words,
} from './keys.ts';

/** Rows of the table of positions before that of the first one. */
const OFFSET = 2;

/**
 * OPT (Zhang et al. 2022): where words have a width of their own, projections without bias lead
 * from it to the hidden size and back.
 */
export const opt = defineFamily({
  modelType: 'opt',
  schema: () =>
    z.object({
      ...recordKeys('opt'),
      vocab_size: words(50_272),
      word_embed_proj_dim: orNull(LIMITS.hiddenSize),
      hidden_size: width(768),
      num_hidden_layers: layers(12),
      num_attention_heads: heads(12),
      ffn_dim: feedForward(3072),
      max_position_embeddings: positions(2048),
      do_layer_norm_before: flag(true),
      _remove_final_layer_norm: flag(false),
      layer_norm_elementwise_affine: flag(true),
      enable_bias: flag(true),
      tie_word_embeddings: flag(true),
      init_std: deviation(),
    }),
  // Its standard deviation is `init_std`.
  unread: { initializer_range: () => false },
  findConflicts: (config, issue) => {
    checkHeads(
      ['hidden_size', config.hidden_size],
      ['num_attention_heads', config.num_attention_heads],
      issue,
    );
  },
  architectureOf: (config) => {
    const embeddingSize = config.word_embed_proj_dim ?? config.hidden_size;
    return {
      family: 'decoder',
      naming: 'opt',
      embedding: {
        vocabSize: config.vocab_size,
        embeddingSize,
        maxPositionEmbeddings: config.max_position_embeddings + OFFSET,
        typeVocabSize: 0,
        norm: false,
        projected: 'words',
        projectionBias: false,
      },
      blocks: Array.from({ length: config.num_hidden_layers }, () => ({
        hiddenSize: config.hidden_size,
        operation: { kind: 'self-attention', similarity: 'scaled-dot-product' },
        numAttentionHeads: config.num_attention_heads,
        feedForwardWidths: [config.ffn_dim],
        bias: config.enable_bias,
        norm: config.do_layer_norm_before ? 'pre' : 'post',
      })),
      finalNorm: config.do_layer_norm_before && !config._remove_final_layer_norm,
      ...(!config.layer_norm_elementwise_affine && { normKind: 'fixed-norm' }),
      head: {
        kind: 'linear',
        tied: config.tie_word_embeddings,
        projected: embeddingSize !== config.hidden_size,
      },
      initializerRange: config.init_std,
    };
  },
});
