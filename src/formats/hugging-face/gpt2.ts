import { z } from 'zod';
import type { AttentionScaling } from '../../architecture/operation.ts';
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
  epsilon,
  flag,
  heads,
  layers,
  orNull,
  positions,
  recordKeys,
  tokens,
  width,
} from './keys.ts';

/**
 * GPT-2 (Radford et al. 2019). Its checkpoints store linear weights input first, which changes no
 * capacity; here they are output first as everywhere.
 */
export const gpt2 = defineFamily({
  modelType: 'gpt2',
  schema: () =>
    z.object({
      ...recordKeys('gpt2'),
      vocab_size: tokens(50_257),
      n_positions: positions(1024),
      n_embd: width(768),
      n_layer: layers(12),
      n_head: heads(12),
      n_inner: orNull(LIMITS.feedForwardWidth),
      tie_word_embeddings: flag(true),
      initializer_range: deviation(),
      activation_function: activationName('gelu_new'),
      layer_norm_epsilon: epsilon(1e-5),
      scale_attn_weights: flag(true),
      scale_attn_by_inverse_layer_idx: flag(false),
    }),
  aliases: {
    hidden_size: 'n_embd',
    max_position_embeddings: 'n_positions',
    num_attention_heads: 'n_head',
    num_hidden_layers: 'n_layer',
  },
  passedOver: [
    ...[
      'n_ctx',
      'reorder_and_upcast_attn',
      'summary_type',
      'summary_use_proj',
      'summary_activation',
    ],
    ...['summary_first_dropout', 'summary_proj_to_labels'],
  ],
  findConflicts: (config, issue) => {
    checkHeads(['n_embd', config.n_embd], ['n_head', config.n_head], issue);
  },
  architectureOf: (config) => {
    const block = completeBlock(
      {
        hiddenSize: config.n_embd,
        operation: completeOperation({
          kind: 'self-attention',
          similarity: 'scaled-dot-product',
          fusedQueryKeyValue: true,
          scaling: scalingOf(config),
        }),
        numAttentionHeads: config.n_head,
        feedForwardWidths: [config.n_inner ?? 4 * config.n_embd],
        activation: ACTIVATION_NAMES[config.activation_function],
        norm: 'pre',
      },
      { family: 'decoder' },
    );
    return completeModel(
      {
        family: 'decoder',
        naming: 'gpt2',
        embedding: {
          vocabSize: config.vocab_size,
          embeddingSize: config.n_embd,
          maxPositionEmbeddings: config.n_positions,
          typeVocabSize: 0,
          norm: false,
        },
        normEpsilon: config.layer_norm_epsilon,
        finalNorm: true,
        head: { kind: 'linear', tied: config.tie_word_embeddings },
        initializerRange: config.initializer_range,
      },
      Array.from({ length: config.n_layer }, () => block),
    );
  },
});

function scalingOf(config: {
  readonly scale_attn_weights: boolean;
  readonly scale_attn_by_inverse_layer_idx: boolean;
}): AttentionScaling {
  if (!config.scale_attn_by_inverse_layer_idx) {
    return config.scale_attn_weights ? 'head-size' : 'none';
  }
  return config.scale_attn_weights ? 'head-size-and-layer' : 'layer';
}
