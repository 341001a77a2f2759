import { z } from 'zod';
import { activationName } from './activations.ts';
import { flag, recordKeys } from './keys.ts';
import {
  blockNumber,
  cap,
  commonKeys,
  countOrNull,
  factor,
  layerTypes,
  sizeKeys,
  windowSize,
} from './llama-like-keys.ts';
import { defineLlamaLike } from './llama-like.ts';

const ACTIVATION = 'gelu_pytorch_tanh';

/**
 * Gemma (Gemma team 2024): heads of a size of their own, and a head that is the token
 * embedding. Where `hidden_activation` is given, the library takes it in place of `hidden_act`.
 */
export const gemma = defineLlamaLike({
  modelType: 'gemma',
  schema: () =>
    z.object({
      ...recordKeys('gemma'),
      ...sizeKeys({
        ...{ vocab: 256_000, hidden: 3072, depth: 28, heads: 16, shared: 16 },
        feedForward: 24_576,
      }),
      ...commonKeys({ tied: true, activation: ACTIVATION, context: 8192 }),
      hidden_activation: activationName(ACTIVATION).unwrap().nullable().default(null),
      head_dim: countOrNull(256),
      attention_bias: flag(false),
    }),
  passedOver: ['use_bidirectional_attention'],
  traits: { rootScale: true },
});

/** What Gemma 2 and 3 have besides: norms around each sub-module, and windows. */
const laterKeys = (context: number) => {
  const { hidden_act: _, ...keys } = commonKeys({ tied: true, context });
  return {
    ...keys,
    hidden_activation: activationName(ACTIVATION),
    head_dim: countOrNull(256),
    attention_bias: flag(false),
    query_pre_attn_scalar: factor(256),
    sliding_window: windowSize(4096),
    layer_types: layerTypes(),
  };
};

const LATER_OPTIONS = ['use_bidirectional_attention'];

/** Gemma 2 (Gemma team 2024): scores are capped, and every other block has a window. */
export const gemma2 = defineLlamaLike({
  modelType: 'gemma2',
  schema: () =>
    z.object({
      ...recordKeys('gemma2'),
      ...sizeKeys({
        ...{ vocab: 256_000, hidden: 2304, depth: 26, heads: 8, shared: 4 },
        feedForward: 9216,
      }),
      ...laterKeys(8192),
      attn_logit_softcapping: cap(50),
      final_logit_softcapping: cap(30),
    }),
  passedOver: [...LATER_OPTIONS, 'sliding_window_size'],
  traits: { naming: 'gemma2', norm: 'sandwich', rootScale: true, windows: 2 },
});

/** The text model of Gemma 3 (Gemma team 2025): normed queries and keys, two rotary bases. */
export const gemma3Text = defineLlamaLike({
  modelType: 'gemma3_text',
  schema: () =>
    z.object({
      ...recordKeys('gemma3_text'),
      ...sizeKeys({
        ...{ vocab: 262_208, hidden: 2304, depth: 26, heads: 8, shared: 4 },
        feedForward: 9216,
      }),
      ...laterKeys(131_072),
      sliding_window_pattern: blockNumber(1, 6),
      rope_local_base_freq: factor(10_000),
      attn_logit_softcapping: cap(null),
      final_logit_softcapping: cap(null),
    }),
  passedOver: [...LATER_OPTIONS, '_sliding_window_pattern'],
  traits: {
    ...{ naming: 'gemma2', norm: 'sandwich', rootScale: true, queryKeyNorm: 'head' },
    ...{ rotaryBase: 1e6, windows: 6 },
  },
});
