import type { ActivationName } from './activations.ts';
import type { LayerType } from './llama-like-keys.ts';
import type { RotaryConfig } from './rotary.ts';

/**
 * What the keys of a model like Llama mean, under the names that most families have. A family has
 * the first ones and some of the others; a key that it lacks changes nothing.
 */
export interface LlamaLikeConfig extends RotaryConfig {
  readonly vocab_size: number;
  readonly hidden_size: number;
  readonly num_hidden_layers?: number;
  /** The same of EXAONE. */
  readonly num_layers?: number;
  readonly num_attention_heads: number;
  /** Heads of keys and values; null for as many as heads. */
  readonly num_key_value_heads?: number | null;
  /**
   * Width of the feed-forward layers, and of each expert, unless these have a key of their own; null
   * for four times the hidden size.
   */
  readonly intermediate_size: number | null;
  readonly tie_word_embeddings: boolean;
  readonly initializer_range: number;

  readonly hidden_act?: ActivationName;
  readonly activation_function?: ActivationName;
  /** What Gemma takes in place of `hidden_act`, unless it is null. */
  readonly hidden_activation?: ActivationName | null;
  readonly rms_norm_eps?: number;
  readonly layer_norm_eps?: number;
  readonly layer_norm_epsilon?: number;

  /** Width of a head; null for hidden size / heads. */
  readonly head_dim?: number | null;
  /** Whether query, key, value and output have biases, the latter name of InternLM2. */
  readonly attention_bias?: boolean;
  readonly bias?: boolean;
  /** Whether query, key and value have. */
  readonly qkv_bias?: boolean;
  readonly mlp_bias?: boolean;
  /** Whether queries and keys are normed, in a family that may norm them. */
  readonly use_qk_norm?: boolean;
  /** What the scores of attention are multiplied by (Granite). */
  readonly attention_multiplier?: number;
  /** The square of what they are divided by (Gemma 2). */
  readonly query_pre_attn_scalar?: number;
  readonly attn_logit_softcapping?: number | null;

  /** Rank of the vectors that keys and values are projected from (DeepSeek-V2). */
  readonly kv_lora_rank?: number;
  /** The same of queries; null where they are projected from the hidden state. */
  readonly q_lora_rank?: number | null;
  /** Width of a head's query and key without rotary position, with it, and of its value. */
  readonly qk_nope_head_dim?: number;
  readonly qk_rope_head_dim?: number;
  readonly v_head_dim?: number;

  /** Whether channels next to each other are rotated together (DeepSeek-V3). */
  readonly rope_interleave?: boolean;
  readonly sliding_window?: number | null;
  readonly use_sliding_window?: boolean;
  /** Blocks before the first with a window (Qwen2). */
  readonly max_window_layers?: number;
  /** Every how many blocks one has no window. */
  readonly sliding_window_pattern?: number;
  readonly attention_chunk_size?: number | null;
  readonly layer_types?: readonly LayerType[] | null;
  /** 0 for each block without rotary positions; null or empty for one of every so many. */
  readonly no_rope_layers?: readonly number[] | null;
  readonly no_rope_layer_interval?: number;
  /** The base of rotary positions in blocks with a window (Gemma 3). */
  readonly rope_local_base_freq?: number;

  readonly embedding_multiplier?: number;
  readonly residual_multiplier?: number;
  /** What the scores of tokens are divided by (Granite), or multiplied (Cohere). */
  readonly logits_scaling?: number;
  readonly logit_scale?: number;
  readonly final_logit_softcapping?: number | null;

  /** Experts of a block, under the names of Qwen, Mixtral and DeepSeek. */
  readonly num_experts?: number;
  readonly num_local_experts?: number;
  readonly n_routed_experts?: number;
  readonly num_experts_per_tok?: number;
  readonly moe_intermediate_size?: number;
  /** Width of the feed-forward layers of blocks without experts (Llama 4). */
  readonly intermediate_size_mlp?: number;
  readonly shared_expert_intermediate_size?: number;
  /** How many experts every token takes, stored as one (DeepSeek). */
  readonly n_shared_experts?: number | null;
  readonly norm_topk_prob?: boolean;
  readonly routed_scaling_factor?: number;
  /** Groups of experts; null for one. */
  readonly n_group?: number | null;
  /** Those that a token may be routed to; null for all. */
  readonly topk_group?: number | null;
  /** Whether groups count, in a family that has such a key. */
  readonly topk_method?: 'greedy' | 'group_limited_greedy' | null;
  /** Every how many blocks one has experts (Qwen, Llama 4). */
  readonly decoder_sparse_step?: number;
  readonly interleave_moe_layer_step?: number;
  /** Blocks without experts, or with them (Llama 4). */
  readonly mlp_only_layers?: readonly number[] | null;
  readonly moe_layers?: readonly number[] | null;
  /** Blocks before the first with experts, and every how many have them then (DeepSeek). */
  readonly first_k_dense_replace?: number;
  readonly moe_layer_freq?: number;
}

/** The blocks of a model. */
export function depthOf({ num_hidden_layers, num_layers }: LlamaLikeConfig): number {
  return num_hidden_layers ?? num_layers ?? 0;
}

/** The width of its feed-forward layers. */
export function widthOf({ intermediate_size, hidden_size }: LlamaLikeConfig): number {
  return intermediate_size ?? 4 * hidden_size;
}
