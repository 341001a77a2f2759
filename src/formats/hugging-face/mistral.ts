import { z } from 'zod';
import { expertCount } from './experts.ts';
import { recordKeys } from './keys.ts';
import { commonKeys, countOrNull, layerTypes, sizeKeys, windowSize } from './llama-like-keys.ts';
import { defineLlamaLike } from './llama-like.ts';

const mistralSizes = () =>
  sizeKeys({
    ...{ vocab: 32_000, hidden: 4096, depth: 32, heads: 32, shared: 8 },
    feedForward: 14_336,
  });

/** Mistral (Jiang et al. 2023): a token sees a window before it. */
export const mistral = defineLlamaLike({
  modelType: 'mistral',
  schema: () =>
    z.object({
      ...recordKeys('mistral'),
      ...mistralSizes(),
      ...commonKeys({ context: 131_072 }),
      head_dim: countOrNull(null),
      sliding_window: windowSize(4096),
    }),
});

/** Mixtral (Jiang et al. 2024): Mistral with a mixture of experts in every block. */
export const mixtral = defineLlamaLike({
  modelType: 'mixtral',
  schema: () =>
    z.object({
      ...recordKeys('mixtral'),
      ...mistralSizes(),
      ...commonKeys({ epsilon: 1e-5, context: 131_072 }),
      head_dim: countOrNull(null),
      sliding_window: windowSize(null),
      num_local_experts: expertCount(8),
      num_experts_per_tok: expertCount(2),
    }),
  aliases: { num_experts: 'num_local_experts' },
  passedOver: ['output_router_logits', 'router_aux_loss_coef', 'router_jitter_noise'],
  traits: { naming: 'mixtral', rotaryBase: 1e6 },
});

/** Ministral (Mistral AI 2024): Mistral whose blocks may differ in their windows. */
export const ministral = defineLlamaLike({
  modelType: 'ministral',
  schema: () =>
    z.object({
      ...recordKeys('ministral'),
      ...mistralSizes(),
      ...commonKeys({ context: 131_072 }),
      head_dim: countOrNull(null),
      sliding_window: windowSize(4096),
      layer_types: layerTypes(),
    }),
});

/** The text model of Ministral 3 (Mistral AI 2025): Mistral with stretched rotary positions. */
export const ministral3 = defineLlamaLike({
  modelType: 'ministral3',
  schema: () =>
    z.object({
      ...recordKeys('ministral3'),
      ...sizeKeys({
        ...{ vocab: 131_072, hidden: 4096, depth: 34, heads: 32, shared: 8 },
        feedForward: 14_336,
      }),
      ...commonKeys({ epsilon: 1e-5, context: 262_144 }),
      head_dim: countOrNull(128),
      sliding_window: windowSize(null),
    }),
  traits: {
    rotaryScaling: {
      ...{ rope_type: 'yarn', rope_theta: 1e6, factor: 16, beta_fast: 32, beta_slow: 1 },
      ...{ mscale: 1, mscale_all_dim: 1, llama_4_scaling_beta: 0.1 },
      original_max_position_embeddings: 16_384,
    },
  },
});
