import { z } from 'zod';
import { completeExperts } from '../../architecture/complete-architecture.ts';
import { wholeNumber } from '../expectations.ts';
import { LIMITS } from '../limits.ts';
import { checkExperts, expertCount } from './experts.ts';
import { defineFamily } from './family.ts';
import { deviation, feedForward, flag, heads, layers, recordKeys, tokens, width } from './keys.ts';
import { checkLlama, functionKeys, headSize, keyValueHeads, llamaOf } from './llama.ts';

const qwenKeys = () => ({
  vocab_size: tokens(151_936),
  hidden_size: width(4096),
  num_hidden_layers: layers(32),
  num_attention_heads: heads(32),
  num_key_value_heads: keyValueHeads(32),
  head_dim: headSize(),
  intermediate_size: feedForward(22_016),
  tie_word_embeddings: flag(false),
  initializer_range: deviation(),
  ...functionKeys('silu', 1e-6),
});

/** Qwen2 and Qwen2.5 (Yang et al. 2024): queries, keys and values have biases. */
export const qwen2 = defineFamily({
  modelType: 'qwen2',
  schema: () => z.object({ ...recordKeys('qwen2'), ...qwenKeys() }),
  passedOver: ['use_mrope'],
  findConflicts: checkLlama,
  architectureOf: (config) => llamaOf(config, { attention: { queryKeyValueBias: true } }),
});

/** Qwen3 (Yang et al. 2025): queries and keys are normed. */
export const qwen3 = defineFamily({
  modelType: 'qwen3',
  schema: () =>
    z.object({
      ...recordKeys('qwen3'),
      ...qwenKeys(),
      head_dim: keyValueHeads(128),
      attention_bias: flag(false),
    }),
  findConflicts: checkLlama,
  architectureOf: (config) =>
    llamaOf(config, {
      attention: {
        queryKeyValueBias: config.attention_bias,
        outputBias: config.attention_bias,
        queryKeyNorm: 'head',
      },
    }),
});

/**
 * Qwen2-MoE (Qwen team 2024): a mixture of experts and one that every token takes, but for the
 * blocks that are left out of it.
 */
export const qwen2Moe = defineFamily({
  modelType: 'qwen2_moe',
  schema: () =>
    z.object({
      ...recordKeys('qwen2_moe'),
      ...qwenKeys(),
      hidden_size: width(2048),
      num_hidden_layers: layers(24),
      num_attention_heads: heads(16),
      num_key_value_heads: keyValueHeads(16),
      intermediate_size: feedForward(5632),
      moe_intermediate_size: feedForward(1408),
      shared_expert_intermediate_size: feedForward(5632),
      num_experts: wholeNumber(0, LIMITS.experts).default(60),
      num_experts_per_tok: expertCount(4),
      decoder_sparse_step: wholeNumber(1, LIMITS.blocks).default(1),
      mlp_only_layers: z
        .array(wholeNumber(0, LIMITS.blocks - 1), { error: 'expected a list of layers' })
        .nullable()
        .default(null),
      qkv_bias: flag(true),
    }),
  passedOver: ['norm_topk_prob', 'output_router_logits', 'router_aux_loss_coef'],
  findConflicts: (config, issue) => {
    checkLlama(config, issue);
    const { num_experts, num_experts_per_tok, num_hidden_layers } = config;
    if (num_experts === 0) return;
    checkExperts(['num_experts', num_experts], num_experts_per_tok, num_hidden_layers, issue);
  },
  architectureOf: (config, counted) => {
    const mixture = {
      feedForwardWidths: [config.moe_intermediate_size],
      experts: completeExperts({
        count: config.num_experts,
        routed: config.num_experts_per_tok,
        sharedWidth: config.shared_expert_intermediate_size,
        counted,
      }),
    };
    const plain = new Set(config.mlp_only_layers);
    return llamaOf(config, {
      attention: { queryKeyValueBias: config.qkv_bias },
      ofBlock: (layer) =>
        config.num_experts > 0 &&
        !plain.has(layer) &&
        (layer + 1) % config.decoder_sparse_step === 0
          ? mixture
          : {},
    });
  },
});
