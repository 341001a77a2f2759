import { GPT2, LLAMA } from './decoder-names.ts';
import type { WeightNames } from './weight-names.ts';

/** Query, key, value and output that are stored one by one. */
const SEPARATE = { query: 'q_proj', key: 'k_proj', value: 'v_proj', output: 'out_proj' };

/** The names of GPT-Neo. */
export const GPT_NEO: WeightNames = { ...GPT2, ...SEPARATE, operation: 'attn.attention' };

/** The names of GPT-J. */
export const GPTJ: WeightNames = {
  ...GPT2,
  ...SEPARATE,
  feedForwardIn: 'mlp.fc_in',
  feedForwardOut: 'mlp.fc_out',
};

/** The names of CodeGen. */
export const CODEGEN: WeightNames = { ...GPTJ, queryKeyValue: 'qkv_proj', fusedTurns: 4 };

/** The names of Falcon where its blocks have an input norm. */
export const FALCON: WeightNames = {
  ...GPT2,
  tokenEmbedding: 'transformer.word_embeddings',
  embeddingNorm: 'transformer.word_embeddings_layernorm',
  operation: 'self_attention',
  operationNorm: 'input_layernorm',
  feedForwardIn: 'mlp.dense_h_to_4h',
  feedForwardOut: 'mlp.dense_4h_to_h',
  feedForwardNorm: 'post_attention_layernorm',
  queryKeyValue: 'query_key_value',
  output: 'dense',
};

/** The names of Falcon where attention and the feed-forward layers have a norm each. */
export const FALCON_TWO_NORMS: WeightNames = {
  ...FALCON,
  operationNorm: 'ln_attn',
  feedForwardNorm: 'ln_mlp',
};

/** The names of MPT. */
export const MPT: WeightNames = {
  ...GPT2,
  blocks: 'transformer.blocks',
  finalNorm: 'transformer.norm_f',
  operationNorm: 'norm_1',
  feedForwardIn: 'ffn.up_proj',
  feedForwardOut: 'ffn.down_proj',
  feedForwardNorm: 'norm_2',
  queryKeyValue: 'Wqkv',
  output: 'out_proj',
};

/** The names of StableLM. */
export const STABLELM: WeightNames = {
  ...LLAMA,
  queryNorm: 'q_layernorm',
  keyNorm: 'k_layernorm',
  headNorms: 'norms',
};

/** The names of StarCoder2. */
export const STARCODER2: WeightNames = {
  ...LLAMA,
  feedForwardIn: 'mlp.c_fc',
  feedForwardOut: 'mlp.c_proj',
};
