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
  checkHeadSize,
  checkKeyValueHeads,
  deviation,
  epsilon,
  feedForward,
  flag,
  heads,
  layers,
  orNull,
  recordKeys,
  tokens,
  width,
} from './keys.ts';
import { rotaryFraction, rotaryKeys, rotaryOf } from './rotary.ts';

/** Phi-1 to Phi-2 (Li et al. 2023): parallel blocks after one norm, biases everywhere. */
export const phi = defineFamily({
  modelType: 'phi',
  schema: () =>
    z.object({
      ...recordKeys('phi'),
      vocab_size: tokens(51_200),
      hidden_size: width(2048),
      num_hidden_layers: layers(24),
      num_attention_heads: heads(32),
      num_key_value_heads: orNull(LIMITS.hiddenSize),
      head_dim: orNull(LIMITS.hiddenSize),
      intermediate_size: feedForward(8192),
      qk_layernorm: flag(false),
      tie_word_embeddings: flag(false),
      initializer_range: deviation(),
      hidden_act: activationName('gelu_new'),
      layer_norm_eps: epsilon(1e-5),
      partial_rotary_factor: rotaryFraction(0.5),
      ...rotaryKeys(2048),
    }),
  findConflicts: (config, issue) => {
    const { hidden_size, num_attention_heads, num_key_value_heads, head_dim } = config;
    const heads = ['num_attention_heads', num_attention_heads] as const;
    if (head_dim === null) checkHeads(['hidden_size', hidden_size], heads, issue);
    else checkHeadSize(['head_dim', head_dim], heads, issue);
    checkKeyValueHeads(num_attention_heads, num_key_value_heads, issue);
    if (
      config.qk_layernorm &&
      head_dim !== null &&
      head_dim * num_attention_heads !== hidden_size
    ) {
      issue(
        'head_dim',
        `${head_dim}: expected ${hidden_size} / ${num_attention_heads} with qk_layernorm, whose norms are of that size`,
      );
    }
  },
  architectureOf: (config) => {
    const block = completeBlock(
      {
        hiddenSize: config.hidden_size,
        operation: completeOperation({
          kind: 'self-attention',
          similarity: 'scaled-dot-product',
          numKeyValueHeads: config.num_key_value_heads ?? config.num_attention_heads,
          headSize: config.head_dim,
          queryKeyNorm: config.qk_layernorm ? 'head' : null,
        }),
        numAttentionHeads: config.num_attention_heads,
        feedForwardWidths: [config.intermediate_size],
        activation: ACTIVATION_NAMES[config.hidden_act],
        norm: 'pre',
        parallel: 'one-norm',
      },
      { family: 'decoder' },
    );
    return completeModel(
      {
        family: 'decoder',
        naming: 'phi',
        embedding: {
          vocabSize: config.vocab_size,
          embeddingSize: config.hidden_size,
          maxPositionEmbeddings: 0,
          typeVocabSize: 0,
          norm: false,
        },
        positions: rotaryOf(config, { fraction: config.partial_rotary_factor }),
        normEpsilon: config.layer_norm_eps,
        finalNorm: true,
        head: { kind: 'linear', tied: config.tie_word_embeddings, bias: true },
        initializerRange: config.initializer_range,
      },
      Array.from({ length: config.num_hidden_layers }, () => block),
    );
  },
});
