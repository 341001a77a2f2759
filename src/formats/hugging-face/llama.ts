import { z } from 'zod';
import type {
  Architecture,
  Block,
  MixtureOfExperts,
  Naming,
  SelfAttention,
} from '../../architecture/architecture.ts';
import { wholeNumber } from '../expectations.ts';
import { LIMITS } from '../limits.ts';
import { defineFamily, type Issue } from './family.ts';
import {
  checkHeads,
  checkHeadSize,
  checkKeyValueHeads,
  deviation,
  feedForward,
  flag,
  heads,
  layers,
  orNull,
  recordKeys,
  width,
  words,
} from './keys.ts';

const headSize = () => orNull(LIMITS.hiddenSize);
const keyValueHeads = (fallback: number): z.ZodDefault<z.ZodNullable<z.ZodNumber>> =>
  wholeNumber(1, LIMITS.hiddenSize).nullable().default(fallback);

/** What the kin of Llama have in common, as their configs name it. */
interface LlamaConfig {
  readonly vocab_size: number;
  readonly hidden_size: number;
  readonly num_hidden_layers: number;
  readonly num_attention_heads: number;
  readonly num_key_value_heads: number | null;
  readonly head_dim: number | null;
  readonly intermediate_size: number;
  readonly tie_word_embeddings: boolean;
  readonly initializer_range: number;
}

/** In what they differ. */
interface Kin {
  readonly naming?: Naming;
  readonly attention?: Partial<SelfAttention>;
  /** Whether the feed-forward layers have biases. */
  readonly bias?: boolean;
  /** What a block has of its own. */
  readonly ofBlock?: (layer: number) => Partial<Block>;
}

/** Rotary positions, norms of a scale alone before gated sub-modules, heads that share keys. */
function llamaOf(
  config: LlamaConfig,
  { naming = 'llama', attention = {}, bias = false, ofBlock = () => ({}) }: Kin = {},
): Architecture {
  const { hidden_size: hiddenSize, head_dim: headDim, num_attention_heads: heads } = config;
  return {
    family: 'decoder',
    naming,
    embedding: {
      vocabSize: config.vocab_size,
      embeddingSize: hiddenSize,
      maxPositionEmbeddings: 0,
      typeVocabSize: 0,
      norm: false,
    },
    blocks: Array.from({ length: config.num_hidden_layers }, (_, layer) => ({
      hiddenSize,
      operation: {
        kind: 'self-attention',
        similarity: 'scaled-dot-product',
        numKeyValueHeads: config.num_key_value_heads ?? heads,
        ...(headDim !== null && { headSize: headDim }),
        queryKeyValueBias: false,
        outputBias: false,
        ...attention,
      },
      numAttentionHeads: heads,
      feedForwardWidths: [config.intermediate_size],
      bias,
      norm: 'pre',
      gated: true,
      ...ofBlock(layer),
    })),
    finalNorm: true,
    normKind: 'rms-norm',
    head: { kind: 'linear', tied: config.tie_word_embeddings },
    initializerRange: config.initializer_range,
  };
}

function checkLlama(
  config: Pick<
    LlamaConfig,
    'hidden_size' | 'num_attention_heads' | 'num_key_value_heads' | 'head_dim'
  >,
  issue: Issue,
): void {
  const count = ['num_attention_heads', config.num_attention_heads] as const;
  if (config.head_dim === null) checkHeads(['hidden_size', config.hidden_size], count, issue);
  else checkHeadSize(['head_dim', config.head_dim], count, issue);
  checkKeyValueHeads(config.num_attention_heads, config.num_key_value_heads, issue);
}

/** Llama (Touvron et al. 2023). */
export const llama = defineFamily({
  modelType: 'llama',
  schema: () =>
    z.object({
      ...recordKeys('llama'),
      vocab_size: words(32_000),
      hidden_size: width(4096),
      num_hidden_layers: layers(32),
      num_attention_heads: heads(32),
      num_key_value_heads: orNull(LIMITS.hiddenSize),
      head_dim: headSize(),
      intermediate_size: feedForward(11_008),
      attention_bias: flag(false),
      mlp_bias: flag(false),
      tie_word_embeddings: flag(false),
      initializer_range: deviation(),
    }),
  findConflicts: checkLlama,
  architectureOf: (config) =>
    llamaOf(config, {
      attention: { queryKeyValueBias: config.attention_bias, outputBias: config.attention_bias },
      bias: config.mlp_bias,
    }),
});

const mistralKeys = () => ({
  vocab_size: words(32_000),
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
  schema: () => z.object({ ...recordKeys('mistral'), ...mistralKeys() }),
  findConflicts: checkLlama,
  architectureOf: (config) => llamaOf(config),
});

function checkExperts(
  [countKey, count]: readonly [string, number],
  routed: number,
  layerCount: number,
  issue: Issue,
): void {
  const most = Math.floor(LIMITS.experts / layerCount);
  if (count > most) issue(countKey, `${count}: expected at most ${most} in ${layerCount} layers`);
  if (routed > count) {
    issue('num_experts_per_tok', `${routed}: expected at most ${countKey} ${count}`);
  }
}

const expertCount = (fallback: number): z.ZodDefault<z.ZodNumber> =>
  wholeNumber(1, LIMITS.experts).default(fallback);

/** Mixtral (Jiang et al. 2024): Mistral with a mixture of experts in every block. */
export const mixtral = defineFamily({
  modelType: 'mixtral',
  schema: () =>
    z.object({
      ...recordKeys('mixtral'),
      ...mistralKeys(),
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
    const experts: MixtureOfExperts = {
      count: config.num_local_experts,
      routed: config.num_experts_per_tok,
      ...(counted !== 'all' && { counted }),
    };
    return llamaOf(config, { naming: 'mixtral', ofBlock: () => ({ experts }) });
  },
});

const qwenKeys = () => ({
  vocab_size: words(151_936),
  hidden_size: width(4096),
  num_hidden_layers: layers(32),
  num_attention_heads: heads(32),
  num_key_value_heads: keyValueHeads(32),
  head_dim: headSize(),
  intermediate_size: feedForward(22_016),
  tie_word_embeddings: flag(false),
  initializer_range: deviation(),
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
        queryKeyNorm: true,
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
      experts: {
        count: config.num_experts,
        routed: config.num_experts_per_tok,
        sharedWidth: config.shared_expert_intermediate_size,
        ...(counted !== 'all' && { counted }),
      },
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

/** Gemma (Gemma team 2024): heads of a size of their own, and a head that is the word table. */
export const gemma = defineFamily({
  modelType: 'gemma',
  schema: () =>
    z.object({
      ...recordKeys('gemma'),
      vocab_size: words(256_000),
      hidden_size: width(3072),
      num_hidden_layers: layers(28),
      num_attention_heads: heads(16),
      num_key_value_heads: keyValueHeads(16),
      head_dim: keyValueHeads(256),
      intermediate_size: feedForward(24_576),
      attention_bias: flag(false),
      tie_word_embeddings: flag(true),
      initializer_range: deviation(),
    }),
  passedOver: ['use_bidirectional_attention'],
  findConflicts: checkLlama,
  architectureOf: (config) =>
    llamaOf(config, {
      attention: { queryKeyValueBias: config.attention_bias, outputBias: config.attention_bias },
    }),
});
