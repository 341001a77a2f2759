import type { CountedFamily } from './counted-models.ts';
import { ENCODER_DECODERS } from './encoder-decoder-models.ts';
import { IMAGES_AND_TEXTS } from './image-text-models.ts';

/** Keys that change what is computed, and how it starts, with the defaults of the library. */
const STACK_FUNCTIONS = {
  activation_function: 'gelu',
  init_std: 0.02,
  scale_embedding: false,
  tie_word_embeddings: true,
};
const T5_FUNCTIONS = { relative_attention_max_distance: 128, layer_norm_epsilon: 1e-6 };
const ENCODER_FUNCTIONS = {
  hidden_act: 'gelu',
  layer_norm_eps: 1e-12,
  initializer_range: 0.02,
};

const FUNCTIONS: Readonly<Record<string, object>> = {
  bart: STACK_FUNCTIONS,
  mbart: STACK_FUNCTIONS,
  m2m_100: { ...STACK_FUNCTIONS, activation_function: 'relu', scale_embedding: true },
  pegasus: STACK_FUNCTIONS,
  blenderbot: STACK_FUNCTIONS,
  marian: STACK_FUNCTIONS,
  whisper: { ...STACK_FUNCTIONS, scale_embedding: undefined },
  mt5: { ...T5_FUNCTIONS, is_gated_act: true },
  umt5: { ...T5_FUNCTIONS, is_gated_act: true },
  vit: ENCODER_FUNCTIONS,
  deit: ENCODER_FUNCTIONS,
  dinov2: { ...ENCODER_FUNCTIONS, layer_norm_eps: 1e-6 },
  clip_vision_model: { ...ENCODER_FUNCTIONS, hidden_act: 'quick_gelu', layer_norm_eps: 1e-5 },
  clip_text_model: { ...ENCODER_FUNCTIONS, hidden_act: 'quick_gelu', layer_norm_eps: 1e-5 },
  siglip_vision_model: {
    ...ENCODER_FUNCTIONS,
    hidden_act: 'gelu_pytorch_tanh',
    layer_norm_eps: 1e-6,
  },
  siglip_text_model: {
    ...ENCODER_FUNCTIONS,
    hidden_act: 'gelu_pytorch_tanh',
    layer_norm_eps: 1e-6,
  },
};

const FAMILIES: Readonly<Record<string, CountedFamily>> = {
  ...ENCODER_DECODERS,
  ...IMAGES_AND_TEXTS,
};

/** What the library takes for every key of a family, by its type. */
export const STACK_AND_IMAGE_DEFAULTS: Readonly<Record<string, object>> = Object.fromEntries(
  Object.entries(FAMILIES).map(([type, { defaults }]) => [
    type,
    { ...defaults[0], ...FUNCTIONS[type] },
  ]),
);

const STACKS = {
  vocab_size: 40,
  d_model: 24,
  encoder_layers: 2,
  decoder_layers: 2,
  encoder_attention_heads: 4,
  decoder_attention_heads: 4,
  encoder_ffn_dim: 20,
  decoder_ffn_dim: 20,
};
const T5 = { vocab_size: 40, d_model: 24, d_kv: 6, d_ff: 20, num_layers: 2, num_heads: 4 };
const ENCODER = { hidden_size: 24, num_hidden_layers: 2, num_attention_heads: 4 };
const IMAGE = { ...ENCODER, image_size: 12, patch_size: 3, intermediate_size: 20 };
const TEXT = { ...ENCODER, vocab_size: 40, intermediate_size: 20 };

/** A small model of each family. */
export const SMALL_MODELS: Readonly<Record<string, object>> = {
  bart: STACKS,
  mbart: STACKS,
  m2m_100: STACKS,
  pegasus: STACKS,
  blenderbot: STACKS,
  marian: { ...STACKS, share_encoder_decoder_embeddings: false },
  whisper: STACKS,
  mt5: T5,
  umt5: T5,
  vit: IMAGE,
  deit: IMAGE,
  dinov2: { ...ENCODER, image_size: 12, patch_size: 3 },
  clip_vision_model: IMAGE,
  siglip_vision_model: IMAGE,
  clip_text_model: TEXT,
  siglip_text_model: TEXT,
};

const HEADS = ['encoder_attention_heads', 'decoder_attention_heads'];

/** Keys of a family that change no weight. */
export const WEIGHTLESS_KEYS: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    Object.keys(SMALL_MODELS).map((type) => [
      type,
      [
        ...['num_attention_heads', 'hidden_act', 'layer_norm_eps', 'activation_function'],
        ...['scale_embedding', 'relative_attention_max_distance', 'layer_norm_epsilon'],
        ...HEADS,
      ],
    ]),
  ),
};

/** Another value of a key, where one more is none. */
export const OTHER_VALUES: Readonly<Record<string, object>> = {
  d_model: { d_model: 48 },
  hidden_size: { hidden_size: 48 },
  encoder_attention_heads: { encoder_attention_heads: 8 },
  decoder_attention_heads: { decoder_attention_heads: 8 },
  num_attention_heads: { num_attention_heads: 8 },
  activation_function: { activation_function: 'tanh' },
  hidden_act: { hidden_act: 'tanh' },
  layer_norm_eps: { layer_norm_eps: 0.5 },
  layer_norm_epsilon: { layer_norm_epsilon: 0.5 },
  init_std: { init_std: 0.05 },
  initializer_range: { initializer_range: 0.05 },
  image_size: { image_size: 15 },
  patch_size: { patch_size: 4 },
  feed_forward_proj: { feed_forward_proj: 'relu' },
  is_gated_act: { feed_forward_proj: 'relu', is_gated_act: false },
  share_encoder_decoder_embeddings: { share_encoder_decoder_embeddings: true },
};
