import { z } from 'zod';
import { LIMITS } from '../limits.ts';
import { ACTIVATION_NAMES, activationName, type ActivationName } from './activations.ts';
import {
  checkKeyValueHeads,
  deviation,
  epsilon,
  feedForward,
  flag,
  heads,
  keyValueHeads,
  layers,
  orNull,
  recordKeys,
  tokens,
  width,
  windowSize,
} from './keys.ts';
import { isOff } from './other-keys.ts';
import { rotaryFraction, rotaryKeys, rotaryOf } from './rotary.ts';
import { defineUniform } from './uniform-family.ts';
import type { UniformSizes } from './uniform-model.ts';

/** What all families of the usual names of keys share. */
const USUAL = {
  family: 'decoder',
  divided: ['hidden_size', 'num_attention_heads'],
} as const;

interface UsualConfig {
  readonly vocab_size: number;
  readonly hidden_size: number;
  readonly num_hidden_layers: number;
  readonly num_attention_heads: number;
  readonly intermediate_size: number;
}

function sizesOf(config: UsualConfig): UniformSizes {
  return {
    vocabSize: config.vocab_size,
    hiddenSize: config.hidden_size,
    depth: config.num_hidden_layers,
    heads: config.num_attention_heads,
    width: config.intermediate_size,
  };
}

/** What a family takes where a config leaves it out. */
interface Defaults {
  readonly sizes: readonly [vocab: number, hidden: number, depth: number, heads: number];
  readonly keyValueHeads: number;
  readonly width: number;
  readonly activation: ActivationName;
  readonly tied: boolean;
  readonly deviation?: number;
}

const usualKeys = ({ sizes: [vocab, hidden, depth, count], ...rest }: Defaults) => ({
  vocab_size: tokens(vocab),
  hidden_size: width(hidden),
  num_hidden_layers: layers(depth),
  num_attention_heads: heads(count),
  num_key_value_heads: keyValueHeads(rest.keyValueHeads),
  intermediate_size: feedForward(rest.width),
  hidden_act: activationName(rest.activation),
  initializer_range: deviation(rest.deviation),
  tie_word_embeddings: flag(rest.tied),
  ...rotaryKeys(),
});

/** StableLM (Bellagente et al. 2024): a Llama with layer norms, which may be parallel. */
export const stablelm = defineUniform({
  ...USUAL,
  modelType: 'stablelm',
  schema: () =>
    z.object({
      ...recordKeys('stablelm'),
      ...usualKeys({
        ...{ sizes: [50_304, 2560, 32, 32], keyValueHeads: 32, width: 6912 },
        ...{ activation: 'silu', tied: false },
      }),
      layer_norm_eps: epsilon(1e-5),
      use_qkv_bias: flag(false),
      qk_layernorm: flag(false),
      use_parallel_residual: flag(false),
      partial_rotary_factor: rotaryFraction(0.25),
    }),
  sizesOf,
  check: (config, issue) => {
    checkKeyValueHeads(config.num_attention_heads, config.num_key_value_heads, issue);
  },
  modelOf: (config) => ({
    naming: 'stablelm',
    attention: {
      numKeyValueHeads: config.num_key_value_heads,
      queryKeyValueBias: config.use_qkv_bias,
      queryKeyNorm: config.qk_layernorm ? 'each-head' : null,
    },
    block: {
      bias: false,
      gated: true,
      activation: ACTIVATION_NAMES[config.hidden_act],
      parallel: config.use_parallel_residual ? 'one-norm' : null,
    },
    positions: rotaryOf(config, { fraction: config.partial_rotary_factor }),
    normEpsilon: config.layer_norm_eps,
    head: { kind: 'linear', tied: config.tie_word_embeddings },
    initializerRange: config.initializer_range,
  }),
});

/** StarCoder2 (Lozhkov et al. 2024): biases everywhere, and a window. */
export const starcoder2 = defineUniform({
  ...USUAL,
  modelType: 'starcoder2',
  schema: () =>
    z.object({
      ...recordKeys('starcoder2'),
      ...usualKeys({
        ...{ sizes: [49_152, 3072, 30, 24], keyValueHeads: 2, width: 12_288 },
        ...{ activation: 'gelu_pytorch_tanh', tied: true, deviation: 0.018042 },
      }),
      norm_epsilon: epsilon(1e-5),
      use_bias: flag(true),
      sliding_window: windowSize(null),
    }),
  passedOver: ['residual_dropout', 'embedding_dropout', 'mlp_type', 'norm_type'],
  sizesOf,
  check: (config, issue) => {
    checkKeyValueHeads(config.num_attention_heads, config.num_key_value_heads, issue);
  },
  modelOf: (config) => ({
    naming: 'starcoder2',
    attention: {
      numKeyValueHeads: config.num_key_value_heads,
      window: config.sliding_window,
    },
    block: { bias: config.use_bias, activation: ACTIVATION_NAMES[config.hidden_act] },
    positions: rotaryOf(config),
    normEpsilon: config.norm_epsilon,
    head: { kind: 'linear', tied: config.tie_word_embeddings },
    initializerRange: config.initializer_range,
  }),
});

/**
 * Falcon (Almazrouei et al. 2023): the heads share one key and value, or in the new decoder
 * architecture a few; its blocks are parallel, with one norm or two.
 */
export const falcon = defineUniform({
  ...USUAL,
  modelType: 'falcon',
  schema: () =>
    z.object({
      ...recordKeys('falcon'),
      vocab_size: tokens(65_024),
      hidden_size: width(4544),
      num_hidden_layers: layers(32),
      num_attention_heads: heads(71),
      num_kv_heads: keyValueHeads(null),
      ffn_hidden_size: orNull(LIMITS.feedForwardWidth),
      new_decoder_architecture: flag(false),
      multi_query: flag(true),
      parallel_attn: flag(true),
      num_ln_in_parallel_attn: orNull(2),
      bias: flag(false),
      alibi: flag(false),
      activation: activationName('gelu'),
      layer_norm_epsilon: epsilon(1e-5),
      initializer_range: deviation(),
      tie_word_embeddings: flag(true),
      ...rotaryKeys(),
    }),
  aliases: {
    n_layer: 'num_hidden_layers',
    n_head: 'num_attention_heads',
    n_embed: 'hidden_size',
    n_head_kv: 'num_kv_heads',
  },
  unread: { apply_residual_connection_post_layernorm: isOff },
  sizesOf: (config) => ({
    vocabSize: config.vocab_size,
    hiddenSize: config.hidden_size,
    depth: config.num_hidden_layers,
    heads: config.num_attention_heads,
    width: config.ffn_hidden_size ?? 4 * config.hidden_size,
  }),
  check: (config, issue) => {
    const { num_attention_heads: count, num_kv_heads: shared } = config;
    const { new_decoder_architecture, parallel_attn, num_ln_in_parallel_attn: norms } = config;
    if (new_decoder_architecture && shared !== null && count % shared !== 0) {
      issue('num_kv_heads', `${shared}: expected a divisor of num_attention_heads ${count}`);
    }
    if (norms === 2 && !new_decoder_architecture) {
      issue('num_ln_in_parallel_attn', '2: expected 1 without new_decoder_architecture');
    }
    if (new_decoder_architecture && !parallel_attn && norms !== 1) {
      issue('parallel_attn', 'false: expected true with new_decoder_architecture');
    }
  },
  modelOf: (config) => {
    const { new_decoder_architecture: isNew, parallel_attn } = config;
    const hasTwoNorms = (config.num_ln_in_parallel_attn ?? (isNew ? 2 : 1)) === 2;
    const one = config.multi_query ? 1 : null;
    return {
      naming: parallel_attn && hasTwoNorms ? 'falcon-two-norms' : 'falcon',
      attention: {
        numKeyValueHeads: isNew ? config.num_kv_heads : one,
        fusedQueryKeyValue: true,
        fusedRows: isNew || !config.multi_query ? 'heads' : 'parts',
      },
      block: {
        bias: config.bias,
        activation: ACTIVATION_NAMES[config.activation],
        parallel: parallel_attn ? (hasTwoNorms ? 'separate-norms' : 'one-norm') : null,
      },
      positions: config.alibi ? { kind: 'alibi', divided: true } : rotaryOf(config),
      normEpsilon: config.layer_norm_epsilon,
      head: { kind: 'linear', tied: config.tie_word_embeddings },
      initializerRange: config.initializer_range,
    };
  },
});
