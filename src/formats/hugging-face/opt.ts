import { z } from 'zod';
import {
  completeBlock,
  completeModel,
  completeOperation,
} from '../../architecture/complete-architecture.ts';
import { LIMITS } from '../limits.ts';
import { ACTIVATION_NAMES, activationName } from './activations.ts';
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
  tokens,
  width,
} from './keys.ts';

/** Rows of the position embedding before that of the first token. */
const OFFSET = 2;

/**
 * OPT (Zhang et al. 2022): where tokens have a width of their own, projections without bias lead
 * from it to the hidden size and back.
 */
export const opt = defineFamily({
  modelType: 'opt',
  schema: () =>
    z.object({
      ...recordKeys('opt'),
      vocab_size: tokens(50_272),
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
      activation_function: activationName('relu'),
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
    const block = completeBlock(
      {
        hiddenSize: config.hidden_size,
        operation: completeOperation(
          { kind: 'self-attention', similarity: 'scaled-dot-product' },
          config.enable_bias,
        ),
        numAttentionHeads: config.num_attention_heads,
        feedForwardWidths: [config.ffn_dim],
        activation: ACTIVATION_NAMES[config.activation_function],
        bias: config.enable_bias,
        norm: config.do_layer_norm_before ? 'pre' : 'post',
      },
      { family: 'decoder' },
    );
    return completeModel(
      {
        family: 'decoder',
        naming: 'opt',
        embedding: {
          vocabSize: config.vocab_size,
          embeddingSize,
          maxPositionEmbeddings: config.max_position_embeddings + OFFSET,
          typeVocabSize: 0,
          norm: false,
          projected: 'tokens',
          projectionBias: false,
        },
        positions: { kind: 'learned', first: OFFSET },
        // The library leaves PyTorch's.
        normEpsilon: 1e-5,
        normKind: config.layer_norm_elementwise_affine ? 'layer-norm' : 'fixed-norm',
        finalNorm: config.do_layer_norm_before && !config._remove_final_layer_norm,
        head: {
          kind: 'linear',
          tied: config.tie_word_embeddings,
          projected: embeddingSize !== config.hidden_size,
        },
        initializerRange: config.init_std,
      },
      Array.from({ length: config.num_hidden_layers }, () => block),
    );
  },
});
