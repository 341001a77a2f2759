import { z } from 'zod';
import { expertCount } from './experts.ts';
import { flag, recordKeys } from './keys.ts';
import { commonKeys, sizeKeys } from './llama-like-keys.ts';
import { defineLlamaLike } from './llama-like.ts';

const olmoSizes = () =>
  sizeKeys({
    ...{ vocab: 50_304, hidden: 4096, depth: 32, heads: 32, shared: null },
    feedForward: 11_008,
  });

/** OLMo (Groeneveld et al. 2024): layer norms without weights. */
export const olmo = defineLlamaLike({
  modelType: 'olmo',
  schema: () => {
    const { rms_norm_eps: _, ...keys } = commonKeys({ context: 2048 });
    return z.object({
      ...recordKeys('olmo'),
      ...olmoSizes(),
      ...keys,
      attention_bias: flag(false),
    });
  },
  uncomputed: { clip_qkv: isNull },
  traits: { normKind: 'fixed-norm', epsilon: 1e-5 },
});

/** OLMo 2 (OLMo team 2024): norms of the outputs of the sub-modules, and of queries and keys. */
export const olmo2 = defineLlamaLike({
  modelType: 'olmo2',
  schema: () =>
    z.object({
      ...recordKeys('olmo2'),
      ...olmoSizes(),
      ...commonKeys({ epsilon: 1e-5, context: 2048 }),
      attention_bias: flag(false),
    }),
  traits: { naming: 'gemma2', norm: 'output', queryKeyNorm: 'all-heads' },
});

/** OLMoE (Muennighoff et al. 2024): experts in every block, normed queries and keys. */
export const olmoe = defineLlamaLike({
  modelType: 'olmoe',
  schema: () =>
    z.object({
      ...recordKeys('olmoe'),
      ...sizeKeys({
        ...{ vocab: 50_304, hidden: 2048, depth: 16, heads: 16, shared: null },
        feedForward: 2048,
      }),
      ...commonKeys({ epsilon: 1e-5, context: 4096 }),
      attention_bias: flag(false),
      num_experts: expertCount(64),
      num_experts_per_tok: expertCount(8),
      norm_topk_prob: flag(false),
    }),
  aliases: { num_local_experts: 'num_experts' },
  passedOver: ['output_router_logits', 'router_aux_loss_coef'],
  uncomputed: { clip_qkv: isNull },
  traits: { queryKeyNorm: 'all-heads' },
});

function isNull(value: unknown): boolean {
  return value === null;
}
