import { z } from 'zod';
import { recordKeys } from './keys.ts';
import { commonKeys, sizeKeys, windowSize } from './llama-like-keys.ts';
import { defineLlamaLike } from './llama-like.ts';
import { isOff } from './other-keys.ts';
import { positionsOrNull, rotaryFraction } from './rotary.ts';

/** Phi-3 and Phi-4 (Abdin et al. 2024): query, key and value in one matrix, gate and input in one. */
export const phi3 = defineLlamaLike({
  modelType: 'phi3',
  schema: () =>
    z.object({
      ...recordKeys('phi3'),
      ...sizeKeys({
        ...{ vocab: 32_064, hidden: 3072, depth: 32, heads: 32, shared: null },
        feedForward: 8192,
      }),
      ...commonKeys({ epsilon: 1e-5, context: 4096 }),
      original_max_position_embeddings: positionsOrNull(4096),
      sliding_window: windowSize(null),
      partial_rotary_factor: rotaryFraction(1),
    }),
  passedOver: ['full_attn_mod', 'interpolate_factor'],
  unread: { attention_bias: isOff, mlp_bias: isOff, lm_head_bias: isOff },
  traits: { fusedQueryKeyValue: true, fusedGate: true },
});
