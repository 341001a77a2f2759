import { checkExperts } from './experts.ts';
import type { Issue } from './family.ts';
import { checkHeads, checkHeadSize, checkKeyValueHeads } from './keys.ts';
import { expertsIn } from './llama-like-blocks.ts';
import { depthOf, type LlamaLikeConfig } from './llama-like-config.ts';

/** What the keys of a model like Llama have against each other. */
export function checkLlamaLike(config: LlamaLikeConfig, issue: Issue): void {
  checkAttention(config, issue);
  checkMixture(config, issue);
  const { layer_types, no_rope_layers, moe_layers } = config;
  const depth = depthOf(config);
  const kinds = layer_types?.length ?? depth;
  if (kinds !== depth) {
    issue('layer_types', `${kinds} kinds: expected one for each of num_hidden_layers ${depth}`);
  }
  const flags = no_rope_layers?.length ?? 0;
  if (flags > 0 && flags < depth) {
    issue('no_rope_layers', `${flags} flags: expected one for each of num_hidden_layers ${depth}`);
  }
  const [beyond] = moe_layers?.filter((layer) => layer >= depth) ?? [];
  if (beyond !== undefined) {
    issue('moe_layers', `${beyond}: expected blocks below num_hidden_layers ${depth}`);
  }
}

function checkAttention(config: LlamaLikeConfig, issue: Issue): void {
  const { num_attention_heads: count, num_key_value_heads: shared = null, head_dim } = config;
  const heads = ['num_attention_heads', count] as const;
  if (config.kv_lora_rank !== undefined) {
    const { qk_nope_head_dim: plain = 0, qk_rope_head_dim: rotary = 0, v_head_dim = 0 } = config;
    checkHeadSize(['qk_nope_head_dim', plain + rotary], heads, issue);
    checkHeadSize(['v_head_dim', v_head_dim], heads, issue);
    if (shared !== null && shared !== count) {
      issue(
        'num_key_value_heads',
        `${shared}: expected num_attention_heads ${count}, since every head has a key of its own`,
      );
    }
    return;
  }
  if (head_dim === undefined || head_dim === null) {
    checkHeads(['hidden_size', config.hidden_size], heads, issue);
  } else checkHeadSize(['head_dim', head_dim], heads, issue);
  checkKeyValueHeads(count, shared, issue);
}

function checkMixture(config: LlamaLikeConfig, issue: Issue): void {
  const count = expertsIn(config);
  if (count === 0) return;
  const keys = ['num_experts', 'num_local_experts', 'n_routed_experts'] as const;
  const key = keys.find((own) => config[own] !== undefined) ?? keys[0];
  checkExperts([key, count], config.num_experts_per_tok ?? 1, depthOf(config), issue);
  const { n_group: groups = null, topk_group: chosen = null } = config;
  if (groups === null || groups <= 1) return;
  if (chosen !== null && chosen > groups) {
    issue('topk_group', `${chosen}: expected at most n_group ${groups}`);
  }
}
