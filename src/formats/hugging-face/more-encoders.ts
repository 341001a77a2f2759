import { z } from 'zod';
import { oddNumber, wholeNumber } from '../expectations.ts';
import { LIMITS } from '../limits.ts';
import { ACTIVATION_NAMES, activationName } from './activations.ts';
import {
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
import type { UniformSizes } from './uniform-model.ts';

/** What all families of the usual names of keys share. */
const USUAL = {
  family: 'encoder',
  divided: ['hidden_size', 'num_attention_heads'],
  sizesOf: (config: {
    readonly vocab_size: number;
    readonly hidden_size: number;
    readonly num_hidden_layers: number;
    readonly num_attention_heads: number;
    readonly intermediate_size: number;
  }): UniformSizes => ({
    vocabSize: config.vocab_size,
    hiddenSize: config.hidden_size,
    depth: config.num_hidden_layers,
    heads: config.num_attention_heads,
    width: config.intermediate_size,
  }),
} as const;

/** The largest distance that MPNet tells from larger ones. */
const MPNET_DISTANCE = 128;

/** MPNet (Song et al. 2020), with its pooler: all blocks share the biases of distances. */
export const mpnet = defineUniform({
  ...USUAL,
  modelType: 'mpnet',
  schema: () =>
    z.object({
      ...recordKeys('mpnet'),
      vocab_size: tokens(30_527),
      hidden_size: width(768),
      num_hidden_layers: layers(12),
      num_attention_heads: heads(12),
      intermediate_size: feedForward(3072),
      max_position_embeddings: positions(512),
      relative_attention_num_buckets: wholeNumber(1, LIMITS.positions).default(32),
      hidden_act: activationName('gelu'),
      layer_norm_eps: epsilon(1e-12),
      initializer_range: deviation(),
    }),
  passedOver: ['tie_word_embeddings'],
  modelOf: (config) => {
    const buckets = config.relative_attention_num_buckets;
    const biased = { kind: 'bucketed-biases', buckets, maxDistance: MPNET_DISTANCE } as const;
    return {
      naming: 'mpnet',
      attention: { positions: biased },
      block: { activation: ACTIVATION_NAMES[config.hidden_act] },
      // The other blocks take those of the first.
      kinds: {
        traits: [{ attention: { distanceBiases: buckets } }, {}],
        kindOf: (layer) => Math.min(layer, 1),
      },
      embedding: { maxPositionEmbeddings: config.max_position_embeddings },
      positions: { kind: 'learned', first: 2 },
      pooler: true,
      normEpsilon: config.layer_norm_eps,
      initializerRange: config.initializer_range,
    };
  },
});

/** XLM (Conneau and Lample 2019): a vector of the language is added to that of each token. */
export const xlm = defineUniform({
  family: 'encoder',
  divided: ['emb_dim', 'n_heads'],
  modelType: 'xlm',
  schema: () =>
    z.object({
      ...recordKeys('xlm'),
      vocab_size: tokens(30_145),
      emb_dim: width(2048),
      n_layers: layers(12),
      n_heads: heads(16),
      max_position_embeddings: positions(512),
      n_langs: types(1),
      use_lang_emb: flag(true),
      gelu_activation: flag(true),
      causal: flag(false),
      layer_norm_eps: epsilon(1e-12),
      init_std: deviation(),
    }),
  aliases: {
    hidden_size: 'emb_dim',
    num_attention_heads: 'n_heads',
    num_hidden_layers: 'n_layers',
    n_words: 'vocab_size',
  },
  passedOver: [
    // Sinusoidal positions are an embedding matrix as well, which training leaves as it is.
    ...['sinusoidal_embeddings', 'asm', 'id2lang', 'lang2id', 'lang_id', 'max_vocab', 'min_count'],
    ...['bos_index', 'eos_index', 'pad_index', 'unk_index', 'mask_index', 'same_enc_dec'],
    ...['share_inout_emb', 'start_n_top', 'end_n_top', 'summary_type', 'summary_use_proj'],
    ...['summary_activation', 'summary_proj_to_labels', 'summary_first_dropout'],
    ...['tie_word_embeddings', 'is_encoder'],
  ],
  // Matrices of the embedding have a standard deviation of their own.
  unread: {
    embed_init_std: (value) => value === 0.02 || value === null,
    initializer_range: () => false,
  },
  sizesOf: ({ vocab_size, emb_dim, n_layers, n_heads }) => ({
    vocabSize: vocab_size,
    hiddenSize: emb_dim,
    depth: n_layers,
    heads: n_heads,
    width: 4 * emb_dim,
  }),
  modelOf: (config) => ({
    naming: 'xlm',
    block: { activation: config.gelu_activation ? 'gelu' : 'relu', causal: config.causal },
    embedding: {
      maxPositionEmbeddings: config.max_position_embeddings,
      typeVocabSize: config.use_lang_emb && config.n_langs > 1 ? config.n_langs : 0,
    },
    normEpsilon: config.layer_norm_eps,
    initializerRange: config.init_std,
  }),
});

/** How many times as many heads as attend are there: as many again convolve. */
const CONVBERT_RATIO = 2;

/** ConvBERT (Jiang et al. 2020), without a pooler: half of the heads are a convolution. */
export const convbert = defineUniform({
  ...USUAL,
  modelType: 'convbert',
  schema: () =>
    z.object({
      ...recordKeys('convbert'),
      vocab_size: tokens(30_522),
      embedding_size: width(768),
      hidden_size: width(768),
      num_hidden_layers: layers(12),
      num_attention_heads: heads(12),
      intermediate_size: feedForward(3072),
      max_position_embeddings: positions(512),
      type_vocab_size: types(2),
      head_ratio: z
        .literal(CONVBERT_RATIO, {
          error: 'expected 2: attention and convolution have a half each',
        })
        .default(CONVBERT_RATIO),
      conv_kernel_size: oddNumber(1, LIMITS.kernelSize).default(9),
      num_groups: wholeNumber(1, LIMITS.hiddenSize).default(1),
      hidden_act: activationName('gelu'),
      layer_norm_eps: epsilon(1e-12),
      initializer_range: deviation(),
    }),
  passedOver: [
    ...['summary_type', 'summary_use_proj', 'summary_activation', 'summary_last_dropout'],
    ...['tie_word_embeddings'],
  ],
  check: (config, issue) => {
    const { num_attention_heads: count, num_groups: groups } = config;
    if (count % CONVBERT_RATIO !== 0) {
      issue('num_attention_heads', `${count}: expected an even number, half of which convolve`);
    }
    for (const key of ['hidden_size', 'intermediate_size'] as const) {
      if (config[key] % groups === 0) continue;
      issue('num_groups', `${groups}: expected a divisor of ${key} ${config[key]}`);
    }
  },
  modelOf: (config) => ({
    naming: 'convbert',
    block: {
      operation: { kind: 'separable-convolution', kernelSize: config.conv_kernel_size },
      activation: ACTIVATION_NAMES[config.hidden_act],
      feedForwardGroups: config.num_groups,
    },
    embedding: {
      embeddingSize: config.embedding_size,
      maxPositionEmbeddings: config.max_position_embeddings,
      typeVocabSize: config.type_vocab_size,
    },
    normEpsilon: config.layer_norm_eps,
    initializerRange: config.initializer_range,
  }),
});
