import { z } from 'zod';
import type { Positions } from '../../architecture/positions.ts';
import { deviation, epsilon, flag, heads, layers, recordKeys, tokens, width } from './keys.ts';
import { isOff } from './other-keys.ts';
import { defineUniform } from './uniform-family.ts';

/** BLOOM (Scao et al. 2022): a norm follows its embedding, and distances lower the scores. */
export const bloom = defineUniform({
  family: 'decoder',
  divided: ['hidden_size', 'n_head'],
  modelType: 'bloom',
  schema: () =>
    z.object({
      ...recordKeys('bloom'),
      vocab_size: tokens(250_880),
      hidden_size: width(64),
      n_layer: layers(2),
      n_head: heads(8),
      layer_norm_epsilon: epsilon(1e-5),
      initializer_range: deviation(),
      tie_word_embeddings: flag(true),
    }),
  aliases: {
    num_hidden_layers: 'n_layer',
    num_attention_heads: 'n_head',
    n_embed: 'hidden_size',
  },
  passedOver: [
    // Its feed-forward width is four times the hidden size whatever it says.
    ...['n_inner', 'masked_softmax_fusion', 'bias_dropout_fusion', 'attention_softmax_in_fp32'],
    ...['slow_but_exact', 'skip_bias_add', 'skip_bias_add_qkv', 'seq_length', 'offset_alibi'],
    ...['unk_token_id', 'hidden_dropout'],
  ],
  unread: { apply_residual_connection_post_layernorm: isOff },
  sizesOf: ({ vocab_size, hidden_size, n_layer, n_head }) => ({
    vocabSize: vocab_size,
    hiddenSize: hidden_size,
    depth: n_layer,
    heads: n_head,
    width: 4 * hidden_size,
  }),
  modelOf: (config) => ({
    naming: 'bloom',
    attention: { fusedQueryKeyValue: true, fusedRows: 'heads' },
    block: { activation: 'gelu-tanh' },
    embedding: { norm: true },
    positions: { kind: 'alibi' },
    normEpsilon: config.layer_norm_epsilon,
    head: { kind: 'linear', tied: config.tie_word_embeddings },
    initializerRange: config.initializer_range,
  }),
});

/** Values of MPT's `attn_config` with which its attention is the one that is read. */
const PLAIN_ATTENTION_CONFIG: Readonly<Record<string, readonly unknown[]>> = {
  attn_type: ['multihead_attention', null],
  clip_qkv: [null],
  softmax_scale: [null],
  prefix_lm: [false, null],
  qk_ln: [false, null],
  alibi: [true, null],
};

function isPlainAttention(value: unknown): boolean {
  return (
    typeof value !== 'object' ||
    value === null ||
    Object.entries(PLAIN_ATTENTION_CONFIG).every(
      ([key, plain]) => !Object.hasOwn(value, key) || plain.includes(Reflect.get(value, key)),
    )
  );
}

/** The slopes of a config of MPT, which may say the exponent of the last one. */
function alibiOf(settings: Readonly<Record<string, unknown>> | null): Positions {
  const exponent = settings?.alibi_bias_max;
  return typeof exponent === 'number' && exponent !== 8
    ? { kind: 'alibi', exponent }
    : { kind: 'alibi' };
}

/** MPT (MosaicML 2023): no biases at all, not even of norms; distances lower the scores. */
export const mpt = defineUniform({
  family: 'decoder',
  divided: ['d_model', 'n_heads'],
  modelType: 'mpt',
  schema: () =>
    z.object({
      ...recordKeys('mpt'),
      vocab_size: tokens(50_368),
      d_model: width(2048),
      n_layers: layers(24),
      n_heads: heads(16),
      attn_config: z
        .record(z.string(), z.unknown(), { error: 'expected an object, or null' })
        .nullable()
        .default(null),
      layer_norm_epsilon: epsilon(1e-5),
      initializer_range: deviation(),
      tie_word_embeddings: flag(true),
    }),
  aliases: {
    hidden_size: 'd_model',
    num_attention_heads: 'n_heads',
    num_hidden_layers: 'n_layers',
  },
  passedOver: [
    ...['max_seq_len', 'learned_pos_emb', 'init_device', 'init_config', 'logit_scale', 'no_bias'],
    ...['verbose', 'embedding_fraction', 'norm_type', 'emb_pdrop', 'tokenizer_name'],
  ],
  unread: {
    attn_config: isPlainAttention,
    // The library has four times the hidden size whatever it says.
    expansion_ratio: (value) => value === 4 || value === null,
  },
  sizesOf: ({ vocab_size, d_model, n_layers, n_heads }) => ({
    vocabSize: vocab_size,
    hiddenSize: d_model,
    depth: n_layers,
    heads: n_heads,
    width: 4 * d_model,
  }),
  modelOf: (config) => ({
    naming: 'mpt',
    attention: { fusedQueryKeyValue: true },
    block: { bias: false, activation: 'gelu' },
    positions: alibiOf(config.attn_config),
    normKind: 'unshifted-norm',
    normEpsilon: config.layer_norm_epsilon,
    head: { kind: 'linear', tied: config.tie_word_embeddings },
    initializerRange: config.initializer_range,
  }),
});
