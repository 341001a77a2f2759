import { z } from 'zod';
import type { Positions } from '../../architecture/positions.ts';
import { oneOf, wholeNumber } from '../expectations.ts';
import { LIMITS } from '../limits.ts';
import { ACTIVATION_NAMES, activationName } from './activations.ts';
import {
  deviation,
  epsilon,
  feedForward,
  flag,
  heads,
  layers,
  positions,
  recordKeys,
  tokens,
  width,
} from './keys.ts';
import { rotaryBase, rotaryKeys, rotaryOf } from './rotary.ts';
import { defineUniform } from './uniform-family.ts';
import type { BlockTraits } from './uniform-model.ts';

const LAYER_TYPES = ['full_attention', 'sliding_attention'] as const;
type LayerType = (typeof LAYER_TYPES)[number];

/** The bases of ModernBERT's rotary positions, unless a config has others. */
const MODERN_BASES = { full_attention: 160_000, sliding_attention: 10_000 } as const;

/** The keys of rotary positions but for their base, which has two other keys. */
function scalingKeys() {
  const { rope_scaling, rope_parameters } = rotaryKeys();
  return { rope_scaling, rope_parameters };
}

interface ModernRotary {
  readonly global_rope_theta: number | null;
  readonly local_rope_theta: number | null;
  readonly rope_scaling: Readonly<Record<string, unknown>> | null;
  readonly rope_parameters: Readonly<Record<string, unknown>> | null;
}

/** The rotary positions of one kind of attention: newer configs have parameters for each. */
function modernPositions(config: ModernRotary, type: LayerType): Positions {
  const own = type === 'full_attention' ? config.global_rope_theta : config.local_rope_theta;
  const parameters = config.rope_parameters?.[type] ?? config.rope_parameters;
  return rotaryOf(
    {
      rope_theta: own,
      rope_scaling: config.rope_scaling,
      rope_parameters: isRecord(parameters) ? parameters : null,
    },
    { base: MODERN_BASES[type] },
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * ModernBERT (Warner et al. 2024), without its head: rotary positions, gated feed-forward layers, and
 * blocks that see a window but for every third.
 */
export const modernbert = defineUniform({
  family: 'encoder',
  divided: ['hidden_size', 'num_attention_heads'],
  modelType: 'modernbert',
  schema: () =>
    z.object({
      ...recordKeys('modernbert'),
      vocab_size: tokens(50_368),
      hidden_size: width(768),
      num_hidden_layers: layers(22),
      num_attention_heads: heads(12),
      intermediate_size: feedForward(1152),
      hidden_activation: activationName('gelu'),
      norm_eps: epsilon(1e-5),
      norm_bias: flag(false),
      attention_bias: flag(false),
      mlp_bias: flag(false),
      global_attn_every_n_layers: wholeNumber(1, LIMITS.blocks).default(3),
      layer_types: z
        .array(oneOf(LAYER_TYPES), { error: 'expected a list of kinds of attention, or null' })
        .nullable()
        .default(null),
      local_attention: positions(128),
      global_rope_theta: rotaryBase(),
      local_rope_theta: rotaryBase(),
      ...scalingKeys(),
      initializer_range: deviation(),
    }),
  passedOver: [
    ...['classifier_activation', 'classifier_bias', 'classifier_pooling', 'decoder_bias'],
    ...['deterministic_flash_attn', 'embedding_dropout', 'mlp_dropout', 'reference_compile'],
    ...['sparse_pred_ignore_index', 'sparse_prediction', 'initializer_cutoff_factor'],
    ...['repad_logits_with_grad', 'tie_word_embeddings', 'position_embedding_type'],
  ],
  sizesOf: (config) => ({
    vocabSize: config.vocab_size,
    hiddenSize: config.hidden_size,
    depth: config.num_hidden_layers,
    heads: config.num_attention_heads,
    width: config.intermediate_size,
  }),
  check: ({ layer_types, num_hidden_layers }, issue) => {
    const count = layer_types?.length ?? num_hidden_layers;
    if (count !== num_hidden_layers) {
      issue(
        'layer_types',
        `${count} kinds: expected one for each of num_hidden_layers ${num_hidden_layers}`,
      );
    }
  },
  modelOf: (config) => {
    const local: BlockTraits = {
      attention: {
        window: config.local_attention,
        positions: modernPositions(config, 'sliding_attention'),
      },
    };
    // No norm follows that of the embedding.
    const first = { block: { firstNorm: false } };
    const { layer_types: given, global_attn_every_n_layers: every } = config;
    const isLocal = (layer: number): boolean =>
      given === null ? layer % every !== 0 : given[layer] === 'sliding_attention';
    return {
      naming: 'modernbert',
      attention: {
        fusedQueryKeyValue: true,
        queryKeyValueBias: config.attention_bias,
        outputBias: config.attention_bias,
      },
      block: {
        bias: config.mlp_bias,
        norm: 'pre',
        gated: true,
        fusedGate: true,
        activation: ACTIVATION_NAMES[config.hidden_activation],
      },
      kinds: {
        traits: [first, { ...local, ...first }, {}, local],
        kindOf: (layer) => (layer === 0 ? 0 : 2) + Number(isLocal(layer)),
      },
      positions: modernPositions(config, 'full_attention'),
      finalNorm: true,
      normKind: config.norm_bias ? 'layer-norm' : 'unshifted-norm',
      normEpsilon: config.norm_eps,
      initializerRange: config.initializer_range,
    };
  },
});
