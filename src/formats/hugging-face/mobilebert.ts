import { z } from 'zod';
import { oneOf, wholeNumber } from '../expectations.ts';
import { LIMITS } from '../limits.ts';
import { ACTIVATION_NAMES, activationName } from './activations.ts';
import {
  checkHeads,
  deviation,
  epsilon,
  feedForward,
  flag,
  heads,
  layers,
  positions,
  recordKeys,
  tokens,
  types,
  width,
} from './keys.ts';
import { defineUniform } from './uniform-family.ts';

/** Tokens whose vectors are joined: each with that before and that after it. */
const TRIGRAM = 3;

/**
 * MobileBERT (Sun et al. 2020), with its pooler unless a config has none: narrow blocks of several
 * feed-forward networks between bottlenecks, and scales and shifts in place of norms.
 */
export const mobilebert = defineUniform({
  family: 'encoder',
  divided: ['hidden_size', 'num_attention_heads'],
  modelType: 'mobilebert',
  schema: () =>
    z.object({
      ...recordKeys('mobilebert'),
      vocab_size: tokens(30_522),
      embedding_size: width(128),
      hidden_size: width(512),
      num_hidden_layers: layers(24),
      num_attention_heads: heads(4),
      intermediate_size: feedForward(512),
      intra_bottleneck_size: width(128),
      num_feedforward_networks: wholeNumber(1, LIMITS.feedForwardStack).default(4),
      use_bottleneck: flag(true),
      use_bottleneck_attention: flag(false),
      key_query_shared_bottleneck: flag(true),
      trigram_input: flag(true),
      max_position_embeddings: positions(512),
      type_vocab_size: types(2),
      normalization_type: oneOf(['no_norm', 'layer_norm']).default('no_norm'),
      classifier_activation: flag(true),
      hidden_act: activationName('relu'),
      layer_norm_eps: epsilon(1e-12),
      initializer_range: deviation(),
    }),
  passedOver: ['true_hidden_size', 'tie_word_embeddings'],
  sizesOf: (config) => ({
    vocabSize: config.vocab_size,
    hiddenSize: config.hidden_size,
    depth: config.num_hidden_layers,
    heads: config.num_attention_heads,
    width: config.intermediate_size,
  }),
  check: (config, issue, sizes) => {
    if (!config.use_bottleneck) return;
    checkHeads(
      ['intra_bottleneck_size', config.intra_bottleneck_size],
      ['num_attention_heads', sizes.heads],
      issue,
    );
    const { use_bottleneck_attention: inside, key_query_shared_bottleneck: shared } = config;
    if (inside === shared) {
      issue(
        'key_query_shared_bottleneck',
        `${shared}: expected ${!shared} with use_bottleneck_attention ${inside}`,
      );
    }
  },
  modelOf: (config) => ({
    naming: 'mobilebert',
    block: {
      activation: ACTIVATION_NAMES[config.hidden_act],
      feedForwardRepeats: config.num_feedforward_networks,
      bottleneck: config.use_bottleneck
        ? {
            size: config.intra_bottleneck_size,
            ownQueries: !config.use_bottleneck_attention,
          }
        : null,
    },
    embedding: {
      embeddingSize: config.embedding_size,
      maxPositionEmbeddings: config.max_position_embeddings,
      typeVocabSize: config.type_vocab_size,
      projected: 'tokens',
      projectedTokens: config.trigram_input ? TRIGRAM : 1,
      alwaysProjected: true,
    },
    pooler: config.classifier_activation,
    normKind: config.normalization_type === 'no_norm' ? 'scale-and-shift' : 'layer-norm',
    normEpsilon: config.layer_norm_eps,
    initializerRange: config.initializer_range,
  }),
});
