import { z } from 'zod';
import { expertCount } from './experts.ts';
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
import { LIMITS } from '../limits.ts';

/** Llama (Touvron et al. 2023). */
export const llama = defineLlamaLike({
  modelType: 'llama',
  schema: () =>
    z.object({
      ...recordKeys('llama'),
      ...sizeKeys({
        ...{ vocab: 32_000, hidden: 4096, depth: 32, heads: 32, shared: null },
        feedForward: 11_008,
      }),
      ...commonKeys({ context: 2048 }),
      head_dim: countOrNull(null),
      attention_bias: flag(false),
      mlp_bias: flag(false),
    }),
});

/** The text model of Llama 4 (Meta 2025): experts beside a shared one, blocks without positions. */
export const llama4Text = defineLlamaLike({
  modelType: 'llama4_text',
  schema: () =>
    z.object({
      ...recordKeys('llama4_text'),
      ...sizeKeys({
        ...{ vocab: 202_048, hidden: 5120, depth: 48, heads: 40, shared: 8 },
        feedForward: 8192,
      }),
      ...commonKeys({ epsilon: 1e-5, context: 131_072 }),
      head_dim: countOrNull(128),
      attention_bias: flag(false),
      use_qk_norm: flag(true),
      intermediate_size_mlp: feedForward(16_384),
      num_local_experts: expertCount(16),
      num_experts_per_tok: expertCount(1),
      moe_layers: blockList(LIMITS.blocks - 1),
      interleave_moe_layer_step: blockNumber(1, 1),
      no_rope_layers: blockList(1),
      no_rope_layer_interval: blockNumber(1, 4),
      attention_chunk_size: windowSize(8192),
      layer_types: layerTypes(),
    }),
  passedOver: [
    ...['attn_temperature_tuning', 'attn_scale', 'floor_scale', 'for_llm_compressor'],
    ...['output_router_logits', 'router_aux_loss_coef', 'router_jitter_noise'],
  ],
  traits: {
    naming: 'llama4',
    interleaved: true,
    rotaryBase: 500_000,
    queryKeyNorm: 'fixed',
    windows: 'with-rotary',
    sharedExpert: true,
    experts: {
      ...{ score: 'sigmoid', normalized: false, weighs: 'inputs' },
      ...{ sharedGate: false, stacked: true },
    },
  },
});

/** SmolLM3 (Bakouch et al. 2025): a quarter of its blocks without rotary positions. */
export const smollm3 = defineLlamaLike({
  modelType: 'smollm3',
  schema: () =>
    z.object({
      ...recordKeys('smollm3'),
      ...sizeKeys({
        ...{ vocab: 128_256, hidden: 2048, depth: 36, heads: 16, shared: 4 },
        feedForward: 11_008,
      }),
      ...commonKeys({ tied: true, context: 32_768 }),
      attention_bias: flag(false),
      mlp_bias: flag(false),
      no_rope_layers: blockList(1),
      no_rope_layer_interval: blockNumber(1, 4),
      use_sliding_window: flag(false),
      sliding_window: windowSize(null),
      layer_types: layerTypes(),
    }),
  traits: { rotaryBase: 2e6, windows: 'without-rotary' },
});
