import { z } from 'zod';
import type { Architecture } from '../../architecture/architecture.ts';
import type { Block } from '../../architecture/block.ts';
import {
  completeBlock,
  completeModel,
  completeOperation,
  type PartialModel,
} from '../../architecture/complete-architecture.ts';
import { numberBetween } from '../expectations.ts';
import { LIMITS } from '../limits.ts';
import { ACTIVATION_NAMES, activationName, type ActivationName } from './activations.ts';
import { defineFamily, type HuggingFaceFamily, type Issue } from './family.ts';
import {
  checkHeads,
  deviation,
  epsilon,
  feedForward,
  flag,
  heads,
  layers,
  orNull,
  recordKeys,
  width,
} from './keys.ts';
import {
  checkPatches,
  patchEmbedding,
  patchKeys,
  type PatchConfig,
  type PatchDefaults,
  wholePatches,
} from './patches.ts';

/** The defaults in which encoders of images differ. */
interface Defaults extends PatchDefaults {
  readonly activation: ActivationName;
  readonly normEpsilon: number;
}

/** The keys that all encoders of images have. */
const encoderKeys = (own: Defaults) => ({
  ...patchKeys(own),
  hidden_size: width(768),
  num_hidden_layers: layers(12),
  num_attention_heads: heads(12),
  hidden_act: activationName(own.activation),
  layer_norm_eps: epsilon(own.normEpsilon),
  initializer_range: deviation(),
});

type EncoderConfig = z.infer<z.ZodObject<ReturnType<typeof encoderKeys>>>;

/** An encoder with norms before its sub-modules and after the last block. */
function encoderOf(
  config: EncoderConfig & { readonly qkv_bias?: boolean },
  block: Partial<Block> & Pick<Block, 'feedForwardWidths'>,
  model: Pick<PartialModel, 'naming' | 'embedding'> & Partial<PartialModel>,
): Architecture {
  const own = completeBlock(
    {
      hiddenSize: config.hidden_size,
      operation: completeOperation({
        kind: 'self-attention',
        similarity: 'scaled-dot-product',
        queryKeyValueBias: config.qkv_bias ?? true,
      }),
      numAttentionHeads: config.num_attention_heads,
      activation: ACTIVATION_NAMES[config.hidden_act],
      norm: 'pre',
      ...block,
    },
    { family: 'encoder' },
  );
  return completeModel(
    {
      family: 'encoder',
      finalNorm: true,
      normEpsilon: config.layer_norm_eps,
      initializerRange: config.initializer_range,
      ...model,
    },
    Array.from({ length: config.num_hidden_layers }, () => own),
  );
}

/** Keys of a decoder of pixels for pre-training, and of what an encoder is used for. */
const PASSED_OVER = [
  ...['encoder_stride', 'pooler_act', 'drop_path_rate', 'projection_dim', 'interpolation_mode'],
  ...['out_features', 'out_indices', 'stage_names', 'apply_layernorm', 'reshape_hidden_states'],
  ...['layerscale_value', 'tie_word_embeddings'],
];

/** Reports heads that do not divide the hidden size, and patches that do not fill an image. */
function checkEncoder(
  config: PatchConfig & Pick<EncoderConfig, 'hidden_size' | 'num_attention_heads'>,
  issue: Issue,
): void {
  const size = ['hidden_size', config.hidden_size] as const;
  checkHeads(size, ['num_attention_heads', config.num_attention_heads], issue);
  checkPatches(config, issue);
}

const VIT: Defaults = {
  imageSize: 224,
  patchSize: 16,
  activation: 'gelu',
  normEpsilon: 1e-12,
};

/** Whether the class of a config has a pooler: that of the model alone has, those for a task not. */
function hasPooler(architectures: unknown): boolean {
  const name: unknown = Array.isArray(architectures) ? architectures[0] : undefined;
  return !(typeof name === 'string' && /For[A-Z]/.test(name));
}

/**
 * ViT (Dosovitskiy et al. 2021), and DeiT (Touvron et al. 2021), which has one more learned vector, of
 * distillation. A model with a classifier has no pooler, as in the library.
 */
const vitFamilies = (
  [
    { modelType: 'vit', extraTokens: 1 },
    { modelType: 'deit', extraTokens: 2 },
  ] as const
).map(({ modelType, extraTokens }) =>
  defineFamily({
    modelType,
    schema: () =>
      z.object({
        ...recordKeys(modelType),
        ...encoderKeys(VIT),
        intermediate_size: feedForward(3072),
        qkv_bias: flag(true),
        pooler_output_size: orNull(LIMITS.hiddenSize),
        architectures: z.unknown().optional(),
      }),
    passedOver: PASSED_OVER,
    findConflicts: checkEncoder,
    architectureOf: (config) => {
      const { hidden_size: hiddenSize, pooler_output_size: outputs } = config;
      const pooler = hasPooler(config.architectures);
      return encoderOf(
        config,
        { feedForwardWidths: [config.intermediate_size] },
        {
          naming: modelType,
          embedding: patchEmbedding(config, hiddenSize, { extraTokens }),
          pooler,
          poolerWidth: pooler && outputs !== hiddenSize ? outputs : null,
        },
      );
    },
  }),
);

/**
 * DINOv2 (Oquab et al. 2024): the output of each sub-module is multiplied by a learned vector. Its
 * largest model has gated feed-forward layers, of two thirds of the width, rounded up to a multiple
 * of 8.
 */
const dinov2 = defineFamily({
  modelType: 'dinov2',
  schema: () =>
    z.object({
      ...recordKeys('dinov2'),
      ...encoderKeys({ ...VIT, patchSize: 14, normEpsilon: 1e-6 }),
      mlp_ratio: numberBetween(1, 64).default(4),
      use_swiglu_ffn: flag(false),
      use_mask_token: flag(true),
      qkv_bias: flag(true),
    }),
  passedOver: PASSED_OVER,
  findConflicts: checkEncoder,
  architectureOf: (config) => {
    const { hidden_size: hiddenSize, use_swiglu_ffn: isGated } = config;
    const width = Math.floor(hiddenSize * config.mlp_ratio);
    const gated = { gated: true, fusedGate: true, activation: 'silu' } as const;
    return encoderOf(
      config,
      {
        feedForwardWidths: [isGated ? 8 * Math.ceil(Math.floor((width * 2) / 3) / 8) : width],
        layerScale: true,
        ...(isGated ? gated : {}),
      },
      {
        naming: isGated ? 'dinov2-gated' : 'dinov2',
        embedding: patchEmbedding(config, hiddenSize, {
          extraTokens: 1,
          maskToken: config.use_mask_token,
        }),
      },
    );
  },
});

/** The image tower of CLIP (Radford et al. 2021): a norm follows the embedding, whose patches have no bias. */
const clipVision = defineFamily({
  modelType: 'clip_vision_model',
  schema: () =>
    z.object({
      ...recordKeys('clip_vision_model'),
      ...encoderKeys({ ...VIT, patchSize: 32, activation: 'quick_gelu', normEpsilon: 1e-5 }),
      intermediate_size: feedForward(3072),
    }),
  passedOver: PASSED_OVER,
  findConflicts: checkEncoder,
  architectureOf: (config) =>
    encoderOf(
      config,
      { feedForwardWidths: [config.intermediate_size] },
      {
        naming: 'clip-vision',
        embedding: patchEmbedding(config, config.hidden_size, {
          bias: false,
          extraTokens: 1,
          norm: true,
        }),
      },
    ),
});

/**
 * The image tower of SigLIP (Zhai et al. 2023), with attention that makes a vector of an image. Its
 * published models leave out pixels at the edges that fill no patch.
 */
const siglipVision = defineFamily({
  modelType: 'siglip_vision_model',
  schema: () =>
    z.object({
      ...recordKeys('siglip_vision_model'),
      ...encoderKeys({ ...VIT, activation: 'gelu_pytorch_tanh', normEpsilon: 1e-6 }),
      intermediate_size: feedForward(3072),
      vision_use_head: flag(true),
    }),
  passedOver: PASSED_OVER,
  findConflicts: (config, issue) => {
    checkEncoder({ ...config, image_size: wholePatches(config) }, issue);
  },
  architectureOf: (config) => {
    const { intermediate_size: feedForwardWidth, num_attention_heads: numAttentionHeads } = config;
    return encoderOf(
      config,
      { feedForwardWidths: [feedForwardWidth] },
      {
        naming: 'clip-vision',
        embedding: patchEmbedding(config, config.hidden_size, {}),
        attentionPooler: config.vision_use_head ? { numAttentionHeads, feedForwardWidth } : null,
      },
    );
  },
});

/** Encoders of images, alone or as towers of models of images and texts. */
export const visionFamilies: readonly HuggingFaceFamily[] = [
  ...vitFamilies,
  dinov2,
  clipVision,
  siglipVision,
];
