import { z } from 'zod';
import { oneOf, wholeNumber } from '../expectations.ts';
import { LIMITS } from '../limits.ts';
import { expertCount } from './experts.ts';
import { feedForward, flag, recordKeys, width } from './keys.ts';
import { blockNumber, commonKeys, countOrNull, factor, sizeKeys } from './llama-like-keys.ts';
import { defineLlamaLike } from './llama-like.ts';
import { isOff, type Harmless } from './other-keys.ts';

/** The keys of latent attention and of experts, whose defaults are those of DeepSeek-V2. */
const latentKeys = () => ({
  attention_bias: flag(false),
  kv_lora_rank: width(512),
  q_lora_rank: countOrNull(1536),
  qk_nope_head_dim: width(128),
  qk_rope_head_dim: width(64),
  v_head_dim: width(128),
  n_routed_experts: expertCount(64),
  n_shared_experts: wholeNumber(1, LIMITS.experts).nullable().default(2),
  moe_intermediate_size: feedForward(1407),
  moe_layer_freq: blockNumber(1, 1),
  first_k_dense_replace: blockNumber(0, 0),
  routed_scaling_factor: factor(1),
  n_group: countOrNull(null),
  topk_group: countOrNull(null),
  norm_topk_prob: flag(false),
});

const OPTIONS = [
  ...['aux_loss_alpha', 'seq_aux', 'ep_size', 'scoring_func', 'head_dim', 'qk_head_dim'],
];

const UNREAD: Readonly<Record<string, Harmless>> = {
  mlp_bias: isOff,
  // Blocks after the last that predict further tokens in training.
  num_nextn_predict_layers: (value) => value === 0 || value === null,
};

/** DeepSeek-V2 (DeepSeek-AI 2024): latent attention, and many narrow experts. */
export const deepseekV2 = defineLlamaLike({
  modelType: 'deepseek_v2',
  schema: () =>
    z.object({
      ...recordKeys('deepseek_v2'),
      ...sizeKeys({
        ...{ vocab: 32_000, hidden: 4096, depth: 32, heads: 32, shared: null },
        feedForward: 11_008,
      }),
      ...commonKeys({ context: 2048 }),
      ...latentKeys(),
      num_experts_per_tok: expertCount(1),
      topk_method: oneOf(['greedy', 'group_limited_greedy']).nullable().default('greedy'),
    }),
  aliases: { num_experts: 'n_routed_experts' },
  passedOver: OPTIONS,
  unread: UNREAD,
  traits: { naming: 'deepseek', interleaved: true, experts: { sharedGate: false } },
});

/** DeepSeek-V3 (DeepSeek-AI 2024): the same, with sigmoid scores of experts. */
export const deepseekV3 = defineLlamaLike({
  modelType: 'deepseek_v3',
  schema: () =>
    z.object({
      ...recordKeys('deepseek_v3'),
      ...sizeKeys({
        ...{ vocab: 129_280, hidden: 7168, depth: 61, heads: 128, shared: null },
        feedForward: 18_432,
      }),
      ...commonKeys({ context: 4096 }),
      ...latentKeys(),
      n_routed_experts: expertCount(256),
      n_shared_experts: wholeNumber(1, LIMITS.experts).nullable().default(1),
      num_experts_per_tok: expertCount(8),
      moe_intermediate_size: feedForward(2048),
      first_k_dense_replace: blockNumber(0, 3),
      routed_scaling_factor: factor(2.5),
      n_group: countOrNull(8),
      topk_group: countOrNull(4),
      norm_topk_prob: flag(true),
      rope_interleave: flag(true),
    }),
  aliases: { num_local_experts: 'n_routed_experts' },
  passedOver: [...OPTIONS, 'topk_method'],
  unread: UNREAD,
  traits: {
    naming: 'deepseek',
    experts: { score: 'sigmoid', sharedGate: false },
    bestOfGroup: 2,
  },
});
