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
export const DEIT = prefixed(VIT_PARTS, 'deit');

/** The names of DINOv2. */
export const DINOV2: WeightNames = {
  ...VIT_PARTS,
  operationNorm: 'norm1',
  feedForwardIn: 'mlp.fc1',
  feedForwardOut: 'mlp.fc2',
  feedForwardNorm: 'norm2',
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
    embeddingNorm: 'pre_layrnorm',
    finalNorm: 'post_layernorm',
  },
  'vision_model',
);

/** The names of the Vision Transformers of timm, of which AutoFormer's and PiT's are variants. */
export const TIMM: WeightNames = {
  ...BERT,
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
