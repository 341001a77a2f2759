import { z } from 'zod';
import type { Naming } from '../../architecture/naming-tables.ts';
import type { Positions } from '../../architecture/positions.ts';
import { listOf, oneOf, wholeNumber } from '../expectations.ts';
import { LIMITS } from '../limits.ts';
import { ACTIVATION_NAMES, activationName, type ActivationName } from './activations.ts';
import type { Issue } from './family.ts';
import {
  deviation,
  epsilon,
  flag,
  heads,
  layers,
  orNull,
  positions,
  recordKeys,
  tokens,
  width,
} from './keys.ts';
import { defineUniform } from './uniform-family.ts';
import type { UniformModel, UniformSizes } from './uniform-model.ts';

/** What a family takes where a config leaves it out. */
interface Defaults {
  readonly sizes: readonly [vocab: number, hidden: number, depth: number, heads: number];
  readonly activation: ActivationName;
  readonly tied: boolean;
}

/** The keys that have the names of GPT-2. */
const gptKeys = ({ sizes: [vocab, hidden, depth, count], activation, tied }: Defaults) => ({
  vocab_size: tokens(vocab),
  n_embd: width(hidden),
  n_layer: layers(depth),
  n_head: heads(count),
  n_inner: orNull(LIMITS.feedForwardWidth),
  activation_function: activationName(activation),
  layer_norm_epsilon: epsilon(1e-5),
  initializer_range: deviation(),
  tie_word_embeddings: flag(tied),
});

interface GptConfig {
  readonly vocab_size: number;
  readonly n_embd: number;
  readonly n_layer: number;
  readonly n_head: number;
  readonly n_inner: number | null;
  readonly activation_function: ActivationName;
  readonly layer_norm_epsilon: number;
  readonly initializer_range: number;
  readonly tie_word_embeddings: boolean;
}

/** What all families of those keys share. */
const GPT = {
  family: 'decoder',
  divided: ['n_embd', 'n_head'],
  aliases: {
    hidden_size: 'n_embd',
    num_attention_heads: 'n_head',
    num_hidden_layers: 'n_layer',
  },
  passedOver: [
    ...['n_ctx', 'summary_type', 'summary_use_proj', 'summary_activation'],
    ...['summary_first_dropout', 'summary_proj_to_labels'],
  ],
  sizesOf: ({ vocab_size, n_embd, n_layer, n_head, n_inner }: GptConfig): UniformSizes => ({
    vocabSize: vocab_size,
    hiddenSize: n_embd,
    depth: n_layer,
    heads: n_head,
    width: n_inner ?? 4 * n_embd,
  }),
} as const;

function gptModel(
  config: GptConfig,
  naming: Naming,
  { block, ...model }: Partial<UniformModel>,
): UniformModel {
  return {
    naming,
    normEpsilon: config.layer_norm_epsilon,
    initializerRange: config.initializer_range,
    head: { kind: 'linear', tied: config.tie_word_embeddings },
    block: { activation: ACTIVATION_NAMES[config.activation_function], ...block },
    ...model,
  };
}

/** GPT-BigCode (Ben Allal et al. 2023), and StarCoder: a GPT-2 whose heads share one key and value. */
export const gptBigcode = defineUniform({
  ...GPT,
  modelType: 'gpt_bigcode',
  schema: () =>
    z.object({
      ...recordKeys('gpt_bigcode'),
      ...gptKeys({
        sizes: [50_257, 768, 12, 12],
        activation: 'gelu_pytorch_tanh',
        tied: true,
      }),
      n_positions: positions(1024),
      multi_query: flag(true),
      scale_attn_weights: flag(true),
    }),
  aliases: { ...GPT.aliases, max_position_embeddings: 'n_positions' },
  passedOver: [
    ...GPT.passedOver,
    ...['attention_softmax_in_fp32', 'scale_attention_softmax_in_fp32', 'inference_runner'],
    ...['validate_runner_input', 'pre_allocate_kv_cache', 'max_sequence_length', 'max_batch_size'],
  ],
  modelOf: (config) =>
    gptModel(config, 'gpt-bigcode', {
      attention: {
        numKeyValueHeads: config.multi_query ? 1 : null,
        fusedQueryKeyValue: true,
        fusedRows: config.multi_query ? 'parts' : 'heads',
        scaling: config.scale_attn_weights ? 'head-size' : 'none',
      },
      embedding: { maxPositionEmbeddings: config.n_positions },
    }),
});

/** A rotary size of GPT-J's keys: the channels of each head that are rotated; null for all. */
const rotarySize = () => wholeNumber(2, LIMITS.hiddenSize).nullable().default(64);

interface RotarySize extends GptConfig {
  readonly rotary_dim: number | null;
}

function checkRotarySize({ rotary_dim, n_embd, n_head }: RotarySize, issue: Issue): void {
  const size = n_embd / n_head;
  if (!Number.isInteger(size) || rotary_dim === null) return;
  if (rotary_dim > size || rotary_dim % 2 !== 0) {
    issue('rotary_dim', `${rotary_dim}: expected an even number up to n_embd / n_head = ${size}`);
  }
}

function rotaryPositions({ rotary_dim, n_embd, n_head }: RotarySize): Positions {
  const fraction = rotary_dim === null ? 1 : (rotary_dim * n_head) / n_embd;
  return { kind: 'rotary', base: 10_000, fraction, scaling: null, interleaved: true };
}

/** What GPT-J and CodeGen share: parallel blocks of one norm, a head with biases. */
function gptjModel(
  config: RotarySize,
  naming: Naming,
  model: Partial<UniformModel> = {},
): UniformModel {
  return gptModel(config, naming, {
    block: { parallel: 'one-norm' },
    positions: rotaryPositions(config),
    head: { kind: 'linear', tied: config.tie_word_embeddings, bias: true },
    ...model,
    attention: { queryKeyValueBias: false, outputBias: false, ...model.attention },
  });
}

/** GPT-J (Wang and Komatsuzaki 2021). */
export const gptj = defineUniform({
  ...GPT,
  modelType: 'gptj',
  schema: () =>
    z.object({
      ...recordKeys('gptj'),
      ...gptKeys({ sizes: [50_400, 4096, 28, 16], activation: 'gelu_new', tied: false }),
      rotary_dim: rotarySize(),
    }),
  passedOver: [...GPT.passedOver, 'n_positions', 'scale_attn_weights', 'rotary'],
  check: checkRotarySize,
  modelOf: (config) => gptjModel(config, 'gptj'),
});

/** What divides CodeGen's heads, whose queries, values and keys come by quarters. */
const CODEGEN_PARTS = 4;

/** CodeGen (Nijkamp et al. 2022): a GPT-J with one matrix for query, key and value. */
export const codegen = defineUniform({
  ...GPT,
  modelType: 'codegen',
  schema: () =>
    z.object({
      ...recordKeys('codegen'),
      ...gptKeys({ sizes: [50_400, 4096, 28, 16], activation: 'gelu_new', tied: false }),
      rotary_dim: rotarySize(),
    }),
  passedOver: [...GPT.passedOver, 'n_positions', 'scale_attn_weights'],
  check: (config, issue) => {
    checkRotarySize(config, issue);
    if (config.n_head % CODEGEN_PARTS !== 0) {
      issue('n_head', `${config.n_head}: expected a multiple of ${CODEGEN_PARTS}`);
    }
  },
  modelOf: (config) =>
    gptjModel(config, 'codegen', {
      attention: { fusedQueryKeyValue: true, fusedRows: 'quarters' },
    }),
});

const ATTENTION_KINDS = ['global', 'local'] as const;

/** Lists of kinds of attention, each with how often it is repeated. */
const attentionTypes = () => {
  const error =
    'expected a list of lists of kinds of attention, each with how often it is repeated';
  const kinds = listOf(oneOf(ATTENTION_KINDS), LIMITS.blocks, error);
  return z
    .array(z.tuple([kinds, wholeNumber(0, LIMITS.blocks)], { error }), { error })
    .max(LIMITS.blocks, { error })
    .nullable()
    .default(null);
};

/** How many layers lists of kinds are for. */
function layersOf(types: readonly (readonly [readonly string[], number])[]): number {
  return types.reduce((sum, [kinds, times]) => sum + kinds.length * times, 0);
}

/** GPT-Neo (Black et al. 2021): every other block sees a window, and no score is scaled. */
export const gptNeo = defineUniform({
  family: 'decoder',
  divided: ['hidden_size', 'num_heads'],
  modelType: 'gpt_neo',
  schema: () =>
    z.object({
      ...recordKeys('gpt_neo'),
      vocab_size: tokens(50_257),
      max_position_embeddings: positions(2048),
      hidden_size: width(2048),
      num_layers: layers(24),
      num_heads: heads(16),
      intermediate_size: orNull(LIMITS.feedForwardWidth),
      attention_types: attentionTypes(),
      window_size: positions(256),
      activation_function: activationName('gelu_new'),
      layer_norm_epsilon: epsilon(1e-5),
      initializer_range: deviation(),
      tie_word_embeddings: flag(true),
    }),
  aliases: { num_attention_heads: 'num_heads', num_hidden_layers: 'num_layers' },
  passedOver: [
    ...GPT.passedOver,
    // The library makes it of `attention_types`.
    ...['attention_layers', 'embed_dropout', 'resid_dropout', 'vocab_parallel_embedding'],
    ...['make_vocab_size_divisible_by'],
  ],
  sizesOf: (config) => ({
    vocabSize: config.vocab_size,
    hiddenSize: config.hidden_size,
    depth: config.num_layers,
    heads: config.num_heads,
    width: config.intermediate_size ?? 4 * config.hidden_size,
  }),
  check: ({ attention_types: types, num_layers }, issue) => {
    const count = types === null ? num_layers : layersOf(types);
    if (count !== num_layers) {
      issue('attention_types', `for ${count} layers: expected as many as num_layers ${num_layers}`);
    }
  },
  modelOf: (config) => {
    const { attention_types: types, window_size: window } = config;
    const kinds = types?.flatMap(([own, times]) => Array.from({ length: times }, () => own).flat());
    return {
      naming: 'gpt-neo',
      attention: { queryKeyValueBias: false, scaling: 'none' },
      block: { activation: ACTIVATION_NAMES[config.activation_function] },
      // The library alternates the two where a config leaves them out.
      kinds: {
        traits: [{}, { attention: { window } }],
        kindOf: (layer) => (kinds === undefined ? layer % 2 : kinds[layer] === 'local' ? 1 : 0),
      },
      embedding: { maxPositionEmbeddings: config.max_position_embeddings },
      normEpsilon: config.layer_norm_epsilon,
      head: { kind: 'linear', tied: config.tie_word_embeddings },
      initializerRange: config.initializer_range,
    };
  },
});
