import { z } from 'zod';
import type {
  Architecture,
  Block,
  Naming,
  SelfAttention,
} from '../../architecture/architecture.ts';
import {
  completeBlock,
  completeModel,
  completeOperation,
} from '../../architecture/complete-architecture.ts';
import { wholeNumber } from '../expectations.ts';
import { LIMITS } from '../limits.ts';
import { ACTIVATION_NAMES, activationName, type ActivationName } from './activations.ts';
import { defineFamily, type Issue } from './family.ts';
import {
  checkHeads,
  checkHeadSize,
  checkKeyValueHeads,
  deviation,
  epsilon,
  feedForward,
  flag,
  heads,
  layers,
  orNull,
  recordKeys,
  tokens,
  width,
} from './keys.ts';
import { rotaryKeys, rotaryOf } from './rotary.ts';

/** The size of a head, which may follow from others. */
export const headSize = () => orNull(LIMITS.hiddenSize);
/** A number of heads of keys and values, or their size. */
export const keyValueHeads = (fallback: number): z.ZodDefault<z.ZodNullable<z.ZodNumber>> =>
  wholeNumber(1, LIMITS.hiddenSize).nullable().default(fallback);

/** The keys that all descendants of Llama have. */
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
  readonly hidden_act: ActivationName;
  readonly rms_norm_eps: number;
  readonly rope_theta: number | null;
  readonly rope_scaling: Readonly<Record<string, unknown>> | null;
  readonly rope_parameters: Readonly<Record<string, unknown>> | null;
}

/** Where they differ. */
interface Variant {
  readonly naming?: Naming;
  readonly attention?: Partial<SelfAttention>;
  /** The base of rotary positions, unless a config has another. */
  readonly rotaryBase?: number;
  /** Whether the feed-forward layers have biases. */
  readonly bias?: boolean;
  /** What a block has of its own. */
  readonly ofBlock?: (layer: number) => Partial<Block>;
}

/** The keys of activation, norms and positions. */
export const functionKeys = (act: ActivationName, normEpsilon: number) => ({
  hidden_act: activationName(act),
  rms_norm_eps: epsilon(normEpsilon),
  ...rotaryKeys(),
});

/** Rotary positions, norms of a scale alone before gated sub-modules, heads that share keys. */
export function llamaOf(
  config: LlamaConfig,
  { naming = 'llama', attention = {}, bias = false, rotaryBase, ofBlock }: Variant = {},
): Architecture {
  const { hidden_size: hiddenSize, num_attention_heads: heads } = config;
  const block = completeBlock(
    {
      hiddenSize,
      operation: completeOperation(
        {
          kind: 'self-attention',
          similarity: 'scaled-dot-product',
          numKeyValueHeads: config.num_key_value_heads ?? heads,
          headSize: config.head_dim,
          ...attention,
        },
        false,
      ),
      numAttentionHeads: heads,
      feedForwardWidths: [config.intermediate_size],
      activation: ACTIVATION_NAMES[config.hidden_act],
      bias,
      norm: 'pre',
      gated: true,
    },
    { family: 'decoder' },
  );
  return completeModel(
    {
      family: 'decoder',
      naming,
      embedding: {
        vocabSize: config.vocab_size,
        embeddingSize: hiddenSize,
        maxPositionEmbeddings: 0,
        typeVocabSize: 0,
        norm: false,
      },
      positions: rotaryOf(config, rotaryBase === undefined ? {} : { base: rotaryBase }),
      finalNorm: true,
      normKind: 'rms-norm',
      normEpsilon: config.rms_norm_eps,
      head: { kind: 'linear', tied: config.tie_word_embeddings },
      initializerRange: config.initializer_range,
    },
    Array.from({ length: config.num_hidden_layers }, (_, layer) =>
      ofBlock === undefined ? block : { ...block, ...ofBlock(layer) },
    ),
  );
}

/** What the keys of a descendant of Llama have against each other. */
export function checkLlama(
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
      vocab_size: tokens(32_000),
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
      ...functionKeys('silu', 1e-6),
    }),
  findConflicts: checkLlama,
  architectureOf: (config) =>
    llamaOf(config, {
      attention: { queryKeyValueBias: config.attention_bias, outputBias: config.attention_bias },
      bias: config.mlp_bias,
    }),
});
