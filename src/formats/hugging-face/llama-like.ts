import type { Activation } from '../../architecture/activation.ts';
import type { Architecture } from '../../architecture/architecture.ts';
import type { Block } from '../../architecture/block.ts';
import type {
  ExpertCount,
  ExpertGroups,
  MixtureOfExperts,
} from '../../architecture/mixture-of-experts.ts';
import type { Naming } from '../../architecture/naming-tables.ts';
import type { NormKind, NormPlace } from '../../architecture/norm.ts';
import type { FusedRows, QueryKeyNorm, SelfAttention } from '../../architecture/operation.ts';
import {
  completeBlock,
  completeExperts,
  completeModel,
  completeOperation,
} from '../../architecture/complete-architecture.ts';
import type { Positions } from '../../architecture/positions.ts';
import type { RecordKeys } from '../define-format.ts';
import { ACTIVATION_NAMES } from './activations.ts';
import { defineFamily, type Definition, type HuggingFaceFamily } from './family.ts';
import {
  blocksByKind,
  expertsIn,
  type BlockKind,
  type WindowPattern,
} from './llama-like-blocks.ts';
import { widthOf, type LlamaLikeConfig } from './llama-like-config.ts';
import { checkLlamaLike } from './llama-like-conflicts.ts';
import { localRotaryOf, rotaryOf, type RotaryConfig } from './rotary.ts';

/** What all models of a family have, whatever a config says; what is left out is as in Llama. */
export interface Traits {
  readonly naming?: Naming;
  readonly normKind?: NormKind;
  /** The epsilon of norms in a family that has no key for it. */
  readonly epsilon?: number;
  readonly norm?: NormPlace;
  readonly parallel?: Block['parallel'];
  readonly fusedQueryKeyValue?: boolean;
  readonly fusedRows?: FusedRows;
  readonly fusedGate?: boolean;
  readonly activation?: Activation;
  readonly gateLimit?: number;
  /** Biases of query, key and value, of the output, and of the feed-forward layers. */
  readonly queryKeyValueBias?: boolean;
  readonly outputBias?: boolean;
  readonly feedForwardBias?: boolean;
  readonly queryKeyNorm?: QueryKeyNorm;
  readonly sinks?: boolean;
  /** Whether vectors of tokens are multiplied by the root of the hidden size. */
  readonly rootScale?: boolean;
  readonly rotaryBase?: number;
  /** Whether channels next to each other are rotated together. */
  readonly interleaved?: boolean;
  readonly rotaryScaling?: Readonly<Record<string, unknown>>;
  /** Positions of a model whose config has none in place of rotary ones. */
  readonly positionsOf?: (config: LlamaLikeConfig) => Positions | null;
  readonly windows?: WindowPattern;
  readonly rotaryInWindows?: boolean;
  /** Whether every token takes an expert of the width of the others. */
  readonly sharedExpert?: boolean;
  readonly experts?: Partial<MixtureOfExperts>;
  /** Scores of a group of experts whose sum counts where groups are chosen; 1 if absent. */
  readonly bestOfGroup?: number;
}

/** The definition of a family: its keys with their defaults, and what all of its models have besides. */
interface LlamaLike<Config extends RecordKeys & RotaryConfig> extends Omit<
  Definition<Config>,
  'findConflicts' | 'architectureOf'
> {
  readonly traits?: Traits;
}

/** A family whose keys are some of those of {@link LlamaLikeConfig}, which says what they mean. */
export function defineLlamaLike<Config extends RecordKeys & LlamaLikeConfig>({
  traits = {},
  ...definition
}: LlamaLike<Config>): HuggingFaceFamily {
  return defineFamily<Config>({
    ...definition,
    findConflicts: checkLlamaLike,
    architectureOf: (config, counted) => llamaLikeOf(config, traits, counted),
  });
}

/** The architecture of a config without conflicts. */
function llamaLikeOf(config: LlamaLikeConfig, traits: Traits, counted: ExpertCount): Architecture {
  const { hidden_size: hiddenSize } = config;
  const positions =
    traits.positionsOf?.(config) ??
    rotaryOf(config, {
      base: traits.rotaryBase,
      interleaved: config.rope_interleave ?? traits.interleaved,
      scaling: traits.rotaryScaling,
    });
  return completeModel(
    {
      family: 'decoder',
      naming: traits.naming ?? 'llama',
      embedding: {
        vocabSize: config.vocab_size,
        embeddingSize: hiddenSize,
        maxPositionEmbeddings: 0,
        typeVocabSize: 0,
        norm: false,
        scale:
          traits.rootScale === true ? Math.sqrt(hiddenSize) : (config.embedding_multiplier ?? 1),
      },
      positions,
      finalNorm: true,
      normKind: traits.normKind ?? 'rms-norm',
      normEpsilon: epsilonOf(config) ?? traits.epsilon ?? 1e-6,
      head: {
        kind: 'linear',
        tied: config.tie_word_embeddings,
        scale: config.logit_scale ?? 1 / (config.logits_scaling ?? 1),
        softCap: config.final_logit_softcapping ?? null,
      },
      initializerRange: config.initializer_range,
    },
    blocksByKind(config, traits, (kind) => llamaLikeBlock(config, traits, kind, counted)),
  );
}

function llamaLikeBlock(
  config: LlamaLikeConfig,
  traits: Traits,
  kind: BlockKind,
  counted: ExpertCount,
): Block {
  const { hidden_activation: own, hidden_act, activation_function: other } = config;
  const named = own ?? hidden_act ?? other ?? 'silu';
  return completeBlock(
    {
      hiddenSize: config.hidden_size,
      operation: attentionOf(config, traits, kind),
      numAttentionHeads: config.num_attention_heads,
      feedForwardWidths: [
        kind.experts
          ? (config.moe_intermediate_size ?? widthOf(config))
          : (config.intermediate_size_mlp ?? widthOf(config)),
      ],
      activation: traits.activation ?? ACTIVATION_NAMES[named],
      bias: config.mlp_bias ?? traits.feedForwardBias ?? false,
      norm: traits.norm ?? 'pre',
      parallel: traits.parallel ?? null,
      gated: true,
      // Stacked experts have both in one tensor.
      fusedGate: traits.fusedGate ?? (kind.experts && traits.experts?.stacked === true),
      gateLimit: traits.gateLimit ?? null,
      residualScale: config.residual_multiplier ?? 1,
      experts: kind.experts ? expertsOf(config, traits, counted) : null,
    },
    { family: 'decoder' },
  );
}

function attentionOf(config: LlamaLikeConfig, traits: Traits, kind: BlockKind): SelfAttention {
  const { num_attention_heads: heads, kv_lora_rank: rank, bias = false } = config;
  const { attention_bias = bias } = config;
  const { qk_nope_head_dim: plain = 0, qk_rope_head_dim: rotarySize = 0 } = config;
  const isNormed = config.use_qk_norm ?? true;
  const norm = traits.queryKeyNorm ?? null;
  return completeOperation(
    {
      kind: 'self-attention',
      similarity: 'scaled-dot-product',
      numKeyValueHeads: config.num_key_value_heads ?? heads,
      fusedQueryKeyValue: traits.fusedQueryKeyValue ?? false,
      fusedRows: traits.fusedRows ?? 'parts',
      headSize: rank === undefined ? (config.head_dim ?? null) : plain + rotarySize,
      valueSize: config.v_head_dim ?? null,
      latent:
        rank === undefined
          ? null
          : { queryRank: config.q_lora_rank ?? null, keyValueRank: rank, rotarySize },
      queryKeyValueBias: traits.queryKeyValueBias ?? config.qkv_bias ?? attention_bias,
      outputBias: traits.outputBias ?? attention_bias,
      // That without scales is of rotated queries and keys (Llama 4).
      queryKeyNorm: isNormed && (norm !== 'fixed' || kind.rotary) ? norm : null,
      scaling: scalingOf(config),
      window: kind.window,
      softCap: config.attn_logit_softcapping ?? null,
      sinks: traits.sinks ?? false,
      positions: positionsOf(config, kind),
    },
    false,
  );
}

function epsilonOf(config: LlamaLikeConfig): number | undefined {
  return config.rms_norm_eps ?? config.layer_norm_eps ?? config.layer_norm_epsilon;
}

function scalingOf(config: LlamaLikeConfig): SelfAttention['scaling'] {
  const { attention_multiplier: multiplier, query_pre_attn_scalar: square } = config;
  if (multiplier !== undefined) return 1 / multiplier;
  return square === undefined ? 'head-size' : Math.sqrt(square);
}

/** Positions of a block where they are not those of the model. */
function positionsOf(config: LlamaLikeConfig, { rotary, window }: BlockKind): Positions | null {
  if (!rotary) return { kind: 'none' };
  const { rope_local_base_freq: local } = config;
  return local === undefined || window === null ? null : localRotaryOf(config, local);
}

/** The groups of experts, which DeepSeek-V2 passes over unless its method is one of groups. */
function groupsOf(
  { n_group: count = null, topk_group: chosen = null, topk_method }: LlamaLikeConfig,
  { bestOfGroup = 1 }: Traits,
): ExpertGroups | null {
  const counts = topk_method === undefined || topk_method === 'group_limited_greedy';
  if (count === null || count === 1 || !counts) return null;
  return { count, chosen: chosen ?? count, best: bestOfGroup };
}

function expertsOf(
  config: LlamaLikeConfig,
  traits: Traits,
  counted: ExpertCount,
): MixtureOfExperts {
  const { moe_intermediate_size: width = widthOf(config), n_shared_experts } = config;
  const sharedWidth =
    config.shared_expert_intermediate_size ??
    (traits.sharedExpert === true ? width : (n_shared_experts ?? 0) * width);
  return completeExperts({
    count: expertsIn(config),
    routed: config.num_experts_per_tok ?? 1,
    sharedWidth: sharedWidth === 0 ? null : sharedWidth,
    scale: config.routed_scaling_factor ?? 1,
    groups: groupsOf(config, traits),
    normalized: config.norm_topk_prob ?? true,
    counted,
    ...traits.experts,
  });
}
