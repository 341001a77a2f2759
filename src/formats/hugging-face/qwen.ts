import { z } from 'zod';
import { wholeNumber } from '../expectations.ts';
import { LIMITS } from '../limits.ts';
import { expertCount } from './experts.ts';
import type { HuggingFaceFamily } from './family.ts';
import { feedForward, flag, recordKeys } from './keys.ts';
import {
  blockList,
  blockNumber,
  commonKeys,
  countOrNull,
  layerTypes,
  sizeKeys,
  windowSize,
} from './llama-like-keys.ts';
import { defineLlamaLike } from './llama-like.ts';

const qwenSizes = () =>
  sizeKeys({
    ...{ vocab: 151_936, hidden: 4096, depth: 32, heads: 32, shared: 32 },
    feedForward: 22_016,
  });

const windowKeys = (before: number) => ({
  use_sliding_window: flag(false),
  sliding_window: windowSize(4096),
  max_window_layers: blockNumber(0, before),
  layer_types: layerTypes(),
});

const expertKeys = (count: number, each: number) => ({
  num_experts: wholeNumber(0, LIMITS.experts).default(count),
  num_experts_per_tok: expertCount(each),
  decoder_sparse_step: blockNumber(1, 1),
  mlp_only_layers: blockList(LIMITS.blocks - 1),
  norm_topk_prob: flag(false),
});

const EXPERT_OPTIONS = ['output_router_logits', 'router_aux_loss_coef'];

/** Qwen2 and Qwen2.5 (Yang et al. 2024): queries, keys and values have biases. */
export const qwen2 = defineLlamaLike({
  modelType: 'qwen2',
  schema: () =>
    z.object({
      ...recordKeys('qwen2'),
      ...qwenSizes(),
      ...commonKeys({ context: 32_768 }),
      head_dim: countOrNull(null),
      ...windowKeys(28),
    }),
  passedOver: ['use_mrope'],
  traits: { queryKeyValueBias: true, windows: 'last' },
});

/** Qwen3 (Yang et al. 2025): queries and keys are normed. */
export const qwen3 = defineLlamaLike({
  modelType: 'qwen3',
  schema: () =>
    z.object({
      ...recordKeys('qwen3'),
      ...qwenSizes(),
      ...commonKeys({ context: 32_768 }),
      head_dim: countOrNull(128),
      attention_bias: flag(false),
      ...windowKeys(28),
    }),
  traits: { queryKeyNorm: 'head', windows: 'last' },
});

/**
 * Qwen2-MoE (Qwen team 2024): a mixture of experts and one that every token takes, but for the
 * blocks that are left out of it.
 */
export const qwen2Moe = defineLlamaLike({
  modelType: 'qwen2_moe',
  schema: () =>
    z.object({
      ...recordKeys('qwen2_moe'),
      ...sizeKeys({
        ...{ vocab: 151_936, hidden: 2048, depth: 24, heads: 16, shared: 16 },
        feedForward: 5632,
      }),
      ...commonKeys({ context: 32_768 }),
      head_dim: countOrNull(null),
      ...windowKeys(28),
      ...expertKeys(60, 4),
      moe_intermediate_size: feedForward(1408),
      shared_expert_intermediate_size: feedForward(5632),
      qkv_bias: flag(true),
    }),
  passedOver: EXPERT_OPTIONS,
  traits: { windows: 'last' },
});

/** Qwen3-MoE (Yang et al. 2025): normed queries and keys, and experts without a shared one. */
export const qwen3Moe = defineLlamaLike({
  modelType: 'qwen3_moe',
  schema: () =>
    z.object({
      ...recordKeys('qwen3_moe'),
      ...sizeKeys({
        ...{ vocab: 151_936, hidden: 2048, depth: 24, heads: 32, shared: 4 },
        feedForward: 6144,
      }),
      ...commonKeys({ context: 32_768 }),
      head_dim: countOrNull(null),
      attention_bias: flag(false),
      use_sliding_window: flag(false),
      sliding_window: windowSize(4096),
      ...expertKeys(128, 8),
      moe_intermediate_size: feedForward(768),
    }),
  aliases: { num_local_experts: 'num_experts' },
  passedOver: [...EXPERT_OPTIONS, 'max_window_layers'],
  traits: { queryKeyNorm: 'head' },
});

/**
 * The text models of Qwen2-VL and Qwen2.5-VL (Wang et al. 2024): Qwen2. Their older configs have its
 * keys beside those of the images.
 */
export const qwen2Vl: readonly HuggingFaceFamily[] = (
  ['qwen2_vl', 'qwen2_vl_text', 'qwen2_5_vl', 'qwen2_5_vl_text'] as const
).map((modelType) =>
  defineLlamaLike({
    modelType,
    schema: () =>
      z.object({
        ...recordKeys(modelType),
        ...sizeKeys({
          ...{ vocab: 152_064, hidden: 8192, depth: 80, heads: 64, shared: 8 },
          feedForward: 29_568,
        }),
        ...commonKeys({ epsilon: 1e-5, context: 32_768 }),
        ...windowKeys(80),
      }),
    traits: { queryKeyValueBias: true, rotaryBase: 1e6, windows: 'last' },
  }),
);

/** The text model of Qwen3-VL (Qwen team 2025): Qwen3. */
export const qwen3Vl: readonly HuggingFaceFamily[] = (['qwen3_vl', 'qwen3_vl_text'] as const).map(
  (modelType) =>
    defineLlamaLike({
      modelType,
      schema: () =>
        z.object({
          ...recordKeys(modelType),
          ...qwenSizes(),
          ...commonKeys({ context: 128_000 }),
          head_dim: countOrNull(128),
          attention_bias: flag(false),
        }),
      traits: { queryKeyNorm: 'head', rotaryBase: 500_000 },
    }),
);
