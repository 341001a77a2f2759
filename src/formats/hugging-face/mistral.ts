import { z } from 'zod';
import { completeExperts } from '../../architecture/complete-architecture.ts';
import { checkExperts, expertCount } from './experts.ts';
import { defineFamily } from './family.ts';
import { deviation, feedForward, flag, heads, layers, recordKeys, tokens, width } from './keys.ts';
import { checkLlama, functionKeys, headSize, keyValueHeads, llamaOf } from './llama.ts';

const mistralKeys = () => ({
  vocab_size: tokens(32_000),
  hidden_size: width(4096),
  num_hidden_layers: layers(32),
  num_attention_heads: heads(32),
  num_key_value_heads: keyValueHeads(8),
  head_dim: headSize(),
  intermediate_size: feedForward(14_336),
  tie_word_embeddings: flag(false),
  initializer_range: deviation(),
});

/** Mistral (Jiang et al. 2023). */
export const mistral = defineFamily({
  modelType: 'mistral',
  schema: () =>
    z.object({ ...recordKeys('mistral'), ...mistralKeys(), ...functionKeys('silu', 1e-6) }),
  findConflicts: checkLlama,
  architectureOf: (config) => llamaOf(config),
});

/** Mixtral (Jiang et al. 2024): Mistral with a mixture of experts in every block. */
export const mixtral = defineFamily({
  modelType: 'mixtral',
  schema: () =>
    z.object({
      ...recordKeys('mixtral'),
      ...mistralKeys(),
      ...functionKeys('silu', 1e-5),
      num_local_experts: expertCount(8),
      num_experts_per_tok: expertCount(2),
    }),
  aliases: { num_experts: 'num_local_experts' },
  passedOver: ['output_router_logits', 'router_aux_loss_coef', 'router_jitter_noise'],
  findConflicts: (config, issue) => {
    checkLlama(config, issue);
    checkExperts(
      ['num_local_experts', config.num_local_experts],
      config.num_experts_per_tok,
      config.num_hidden_layers,
      issue,
    );
  },
  architectureOf: (config, counted) => {
    const experts = completeExperts({
      count: config.num_local_experts,
      routed: config.num_experts_per_tok,
      counted,
    });
    return llamaOf(config, { naming: 'mixtral', rotaryBase: 1e6, ofBlock: () => ({ experts }) });
  },
});
