import { z } from 'zod';
import { expertCount } from './experts.ts';
import { flag, recordKeys } from './keys.ts';
import { commonKeys, countOrNull, layerTypes, sizeKeys, windowSize } from './llama-like-keys.ts';
import { defineLlamaLike } from './llama-like.ts';

/** gpt-oss (OpenAI 2025): experts with biases, windows in every other block, sinks of attention. */
export const gptOss = defineLlamaLike({
  modelType: 'gpt_oss',
  schema: () => {
    // The library passes over the activation: it has one of its own.
    const { hidden_act: _, ...keys } = commonKeys({ epsilon: 1e-5, context: 131_072 });
    return z.object({
      ...recordKeys('gpt_oss'),
      ...sizeKeys({
        ...{ vocab: 201_088, hidden: 2880, depth: 36, heads: 64, shared: 8 },
        feedForward: 2880,
      }),
      ...keys,
      head_dim: countOrNull(64),
      attention_bias: flag(true),
      sliding_window: windowSize(128),
      layer_types: layerTypes(),
      num_local_experts: expertCount(128),
      num_experts_per_tok: expertCount(4),
    });
  },
  aliases: { num_experts: 'num_local_experts' },
  passedOver: [
    ...['experts_per_token', 'initial_context_length'],
    ...['output_router_logits', 'router_aux_loss_coef'],
  ],
  uncomputed: {
    swiglu_alpha: (value) => value === 1.702,
    swiglu_limit: (value) => value === 7,
  },
  traits: {
    ...{ activation: 'quick-gelu', gateLimit: 7 },
    ...{ naming: 'gpt-oss', feedForwardBias: true, sinks: true, windows: 2 },
    rotaryBase: 150_000,
    rotaryScaling: {
      ...{ rope_type: 'yarn', factor: 32, beta_fast: 32, beta_slow: 1, truncate: false },
      original_max_position_embeddings: 4096,
    },
    experts: { routerBias: true, stacked: true },
  },
});
