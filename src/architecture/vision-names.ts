import { BERT, prefixed } from './encoder-names.ts';
import type { WeightNames } from './weight-names.ts';

const VIT_PARTS: WeightNames = {
  ...BERT,
  finalNorm: 'layernorm',
  operationNorm: 'layernorm_before',
  feedForwardNorm: 'layernorm_after',
  query: 'attention.query',
  key: 'attention.key',
  value: 'attention.value',
};

/** The names of ViT. */
export const VIT = prefixed(VIT_PARTS, 'vit');

/** The names of DeiT. */
export const DEIT = prefixed(
  { ...VIT_PARTS, furtherTokens: 'embeddings.distillation_token' },
  'deit',
);

/** The names of DINOv2. */
export const DINOV2: WeightNames = {
  ...VIT_PARTS,
  operationNorm: 'norm1',
  feedForwardIn: 'mlp.fc1',
  feedForwardOut: 'mlp.fc2',
  feedForwardNorm: 'norm2',
};

/** The same with a gate, which is in one matrix with the first feed-forward layer. */
export const DINOV2_GATED: WeightNames = {
  ...DINOV2,
  feedForwardInFused: 'mlp.weights_in',
  feedForwardOut: 'mlp.weights_out',
};

const CLIP_PARTS: WeightNames = {
  ...BERT,
  blocks: 'encoder.layers',
  operation: 'self_attn',
  operationNorm: 'layer_norm1',
  feedForwardIn: 'mlp.fc1',
  feedForwardOut: 'mlp.fc2',
  feedForwardNorm: 'layer_norm2',
  query: 'q_proj',
  key: 'k_proj',
  value: 'v_proj',
  output: 'out_proj',
  pooler: 'head',
};

/** The names of the text towers of CLIP and SigLIP. */
export const CLIP_TEXT = prefixed(
  {
    ...CLIP_PARTS,
    tokenEmbedding: 'embeddings.token_embedding',
    positions: 'embeddings.position_embedding',
    finalNorm: 'final_layer_norm',
  },
  'text_model',
);

/** The names of their image towers; the first norm is spelt so in all checkpoints. */
export const CLIP_VISION = prefixed(
  {
    ...CLIP_PARTS,
    patches: 'embeddings.patch_embedding',
    patchPositions: 'embeddings.position_embedding.weight',
    classToken: 'embeddings.class_embedding',
    embeddingNorm: 'pre_layrnorm',
    finalNorm: 'post_layernorm',
  },
  'vision_model',
);

/** The names of the Vision Transformers of timm, of which AutoFormer's and PiT's are variants. */
export const TIMM: WeightNames = {
  ...BERT,
  patches: 'patch_embed.proj',
  patchPositions: 'pos_embed',
  classToken: 'cls_token',
  blocks: 'blocks',
  finalNorm: 'norm',
  operation: 'attn',
  operationNorm: 'norm1',
  feedForwardIn: 'mlp.fc1',
  feedForwardOut: 'mlp.fc2',
  feedForwardNorm: 'norm2',
  queryKeyValue: 'qkv',
  output: 'proj',
};
