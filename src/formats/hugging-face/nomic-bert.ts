import { z } from 'zod';
import type { Activation } from '../../architecture/activation.ts';
import type { Positions } from '../../architecture/positions.ts';
import { wholeNumber } from '../expectations.ts';
import { LIMITS } from '../limits.ts';
import { ACTIVATION_NAMES, activationName } from './activations.ts';
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
  types,
  width,
} from './keys.ts';
import { rotaryBase, rotaryFraction, rotaryKeys, rotaryOf } from './rotary.ts';
import { defineUniform } from './uniform-family.ts';

/** What the functions of NomicBERT's own code gate with, those of the others do not. */
const GATES: Readonly<Record<string, Activation>> = {
  swiglu: 'silu',
  geglu: 'gelu',
  glu: 'sigmoid',
};
const NOMIC_FUNCTIONS = [...Object.keys(GATES), ...Object.keys(ACTIVATION_NAMES)];

/** The keys of rotary positions but for a number of positions, which is another name of `n_positions`. */
const scalingKeys = () => {
  const { max_position_embeddings, ...keys } = rotaryKeys();
  return keys;
};

/** A flag of a variant that is not read; no published model but a mixture of experts has any. */
const notRead = () =>
  z.literal([false, 0, null], { error: 'expected false: it is not read' }).default(false);

/**
 * NomicBERT (Nussbaum et al. 2024), without a pooler: a BERT with rotary positions and gated
 * feed-forward layers. Configs of its own code have keys of GPT-2, among them an
 * `activation_function`; those of the transformers library have none, and no biases.
 */
export const nomicBert = defineUniform({
  family: 'encoder',
  divided: ['n_embd', 'n_head'],
  modelType: 'nomic_bert',
  schema: () =>
    z.object({
      ...recordKeys('nomic_bert'),
      vocab_size: tokens(30_522),
      pad_vocab_size_multiple: wholeNumber(1, LIMITS.vocabSize).default(1),
      n_embd: width(768),
      n_layer: layers(12),
      n_head: heads(12),
      n_inner: orNull(LIMITS.feedForwardWidth),
      n_positions: positions(2048),
      type_vocab_size: types(2),
      activation_function: z
        .enum(NOMIC_FUNCTIONS, { error: 'expected "swiglu", "geglu" or the name of a function' })
        .nullable()
        .default(null),
      hidden_act: activationName('gelu'),
      qkv_proj_bias: flag(true),
      mlp_fc1_bias: flag(true),
      mlp_fc2_bias: flag(true),
      rotary_emb_fraction: rotaryFraction(0),
      rotary_emb_base: rotaryBase(),
      rotary_emb_interleaved: flag(false),
      ...scalingKeys(),
      causal: flag(false),
      layer_norm_epsilon: epsilon(1e-12),
      initializer_range: deviation(),
      prenorm: notRead(),
      parallel_block: notRead(),
      use_rms_norm: notRead(),
      num_experts: notRead(),
    }),
  aliases: {
    hidden_size: 'n_embd',
    num_attention_heads: 'n_head',
    num_hidden_layers: 'n_layer',
    intermediate_size: 'n_inner',
    max_position_embeddings: 'n_positions',
    layer_norm_eps: 'layer_norm_epsilon',
  },
  passedOver: [
    ...['dense_seq_output', 'fused_bias_fc', 'fused_dropout_add_ln', 'last_layer_subset'],
    ...['max_trained_positions', 'mlp_checkpoint_lvl', 'parallel_block_tied_norm', 'head_dim'],
    ...['rotary_emb_scale_base', 'rotary_scaling_factor', 'scale_attn_by_inverse_layer_idx'],
    ...['scale_attn_weights', 'reorder_and_upcast_attn', 'summary_activation', 'summary_type'],
    ...['summary_first_dropout', 'summary_proj_to_labels', 'summary_use_proj', 'use_flash_attn'],
    ...['use_xentropy', 'tie_word_embeddings', 'add_pooling_layer', 'pad_token_id'],
    ...['matryoshka_dimensions', 'expert_choice_router', 'moe_every_n_layers', 'moe_impl'],
    ...['moe_normalize_expert_weights', 'moe_resid_pdrop', 'moe_top_k', 'num_shared_experts'],
    ...['ffn_div', 'router_aux_loss_coef'],
  ],
  sizesOf: ({
    vocab_size,
    pad_vocab_size_multiple: multiple,
    n_embd,
    n_layer,
    n_head,
    n_inner,
  }) => ({
    vocabSize: Math.ceil(vocab_size / multiple) * multiple,
    hiddenSize: n_embd,
    depth: n_layer,
    heads: n_head,
    width: n_inner ?? 4 * n_embd,
  }),
  check: ({ mlp_fc1_bias, mlp_fc2_bias }, issue) => {
    if (mlp_fc1_bias !== mlp_fc2_bias) {
      issue('mlp_fc2_bias', `${mlp_fc2_bias}: expected ${mlp_fc1_bias}, as mlp_fc1_bias`);
    }
  },
  modelOf: (config) => {
    const { activation_function: own, n_positions, rotary_emb_fraction: fraction } = config;
    const hasRotary = own === null || fraction > 0;
    const attentionBias = own !== null && config.qkv_proj_bias;
    return {
      naming: 'nomic-bert',
      attention: {
        fusedQueryKeyValue: true,
        queryKeyValueBias: attentionBias,
        outputBias: attentionBias,
      },
      block: {
        ...nomicFunction(own, ACTIVATION_NAMES[config.hidden_act]),
        bias: own !== null && config.mlp_fc1_bias,
        causal: config.causal,
      },
      embedding: {
        maxPositionEmbeddings: hasRotary ? 0 : n_positions,
        typeVocabSize: config.type_vocab_size,
      },
      ...(hasRotary && { positions: nomicPositions(config) }),
      normEpsilon: config.layer_norm_epsilon,
      initializerRange: config.initializer_range,
    };
  },
});

function nomicFunction(
  own: string | null,
  usual: Activation,
): { readonly gated: boolean; readonly activation: Activation } {
  if (own === null) return { gated: true, activation: usual };
  const gate = GATES[own];
  // Whatever else it is called, its own code takes a gelu.
  if (gate === undefined) return { gated: false, activation: geluOf(own) };
  return { gated: true, activation: gate };
}

/** The gelu of a name: the approximation where transformers has it under that name. */
function geluOf(name: string): Activation {
  return ['gelu_new', 'gelu_fast', 'gelu_pytorch_tanh'].includes(name) ? 'gelu-tanh' : 'gelu';
}

function nomicPositions(config: {
  readonly n_positions: number;
  readonly activation_function: string | null;
  readonly rotary_emb_fraction: number;
  readonly rotary_emb_base: number | null;
  readonly rotary_emb_interleaved: boolean;
  readonly rope_theta: number | null;
  readonly rope_scaling: Readonly<Record<string, unknown>> | null;
  readonly rope_parameters: Readonly<Record<string, unknown>> | null;
  readonly original_max_position_embeddings: number | null;
}): Positions {
  if (config.activation_function === null) {
    return rotaryOf({
      rope_theta: config.rope_theta,
      rope_scaling: config.rope_scaling,
      rope_parameters: config.rope_parameters,
      max_position_embeddings: config.n_positions,
      original_max_position_embeddings: config.original_max_position_embeddings,
    });
  }
  return {
    kind: 'rotary',
    base: config.rotary_emb_base ?? 10_000,
    fraction: config.rotary_emb_fraction,
    scaling: null,
    ...(config.rotary_emb_interleaved && { interleaved: true }),
  };
}
