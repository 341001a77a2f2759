import { z } from 'zod';
import { expertCount } from './experts.ts';
import { flag, recordKeys } from './keys.ts';
import { commonKeys, factor, sizeKeys } from './llama-like-keys.ts';
import { defineLlamaLike } from './llama-like.ts';

const graniteKeys = () => ({
  ...sizeKeys({
    ...{ vocab: 32_000, hidden: 4096, depth: 32, heads: 32, shared: null },
    feedForward: 11_008,
  }),
  ...commonKeys({ context: 2048 }),
  attention_bias: flag(false),
  embedding_multiplier: factor(1),
  attention_multiplier: factor(1),
  residual_multiplier: factor(1),
  logits_scaling: factor(1),
});

/** Granite 3 (IBM 2024): Llama with four constants that its vectors and scores are scaled by. */
export const granite = defineLlamaLike({
  modelType: 'granite',
  schema: () => z.object({ ...recordKeys('granite'), ...graniteKeys(), mlp_bias: flag(false) }),
});

/** Granite MoE (IBM 2024): the same with a mixture of experts in every block. */
export const graniteMoe = defineLlamaLike({
  modelType: 'granitemoe',
  schema: () =>
    z.object({
      ...recordKeys('granitemoe'),
      ...graniteKeys(),
      num_local_experts: expertCount(8),
      num_experts_per_tok: expertCount(2),
    }),
  passedOver: ['output_router_logits', 'router_aux_loss_coef'],
  traits: { naming: 'granitemoe', experts: { stacked: true } },
});
