import { BERT, prefixed } from './encoder-names.ts';
import type { WeightNames } from './weight-names.ts';

/** The names of MPNet, whose blocks share the biases of distances. */
export const MPNET = prefixed(
  {
    ...BERT,
    operationNorm: 'attention.LayerNorm',
    query: 'attn.q',
    key: 'attn.k',
    value: 'attn.v',
    output: 'attn.o',
    sharedDistanceBiases: 'mpnet.encoder.relative_attention_bias',
  },
  'mpnet',
);

const XLM_PARTS = prefixed(
  {
    ...BERT,
    tokenEmbedding: 'embeddings',
    positions: 'position_embeddings',
    tokenTypes: 'lang_embeddings',
    embeddingNorm: 'layer_norm_emb',
    indexAfterPart: true,
    operation: 'attentions',
    operationNorm: 'layer_norm1',
    feedForward: 'ffns',
    feedForwardIn: 'lin1',
    feedForwardOut: 'lin2',
    feedForwardNorm: 'layer_norm2',
    query: 'q_lin',
    key: 'k_lin',
    value: 'v_lin',
    output: 'out_lin',
  },
  'transformer',
);

/** The names of XLM, whose blocks have an index in each list of parts. */
export const XLM: WeightNames = { ...XLM_PARTS, blocks: 'transformer' };

/** The names of ConvBERT. */
export const CONVBERT = prefixed(
  {
    ...BERT,
    depthwise: 'self.key_conv_attn_layer.depthwise',
    pointwise: 'self.key_conv_attn_layer.pointwise',
    pointwiseBias: 'self.key_conv_attn_layer.bias',
    convolutionKernel: 'self.conv_kernel_layer',
    convolutionOutput: 'self.conv_out_layer',
  },
  'convbert',
);

/** The names of DeBERTa, the first version. */
export const DEBERTA = prefixed(
  {
    ...BERT,
    embeddingProjection: 'embeddings.embed_proj',
    queryKeyValue: 'self.in_proj',
    positionKey: 'self.pos_proj',
    positionQuery: 'self.pos_q_proj',
  },
  'deberta',
);

/** The names of ModernBERT. */
export const MODERNBERT = prefixed(
  {
    ...BERT,
    tokenEmbedding: 'embeddings.tok_embeddings',
    embeddingNorm: 'embeddings.norm',
    blocks: 'layers',
    finalNorm: 'final_norm',
    operation: 'attn',
    operationNorm: 'attn_norm',
    feedForwardInFused: 'mlp.Wi',
    feedForwardOut: 'mlp.Wo',
    feedForwardNorm: 'mlp_norm',
    queryKeyValue: 'Wqkv',
    output: 'Wo',
  },
  'model',
);

/** The names of NomicBERT. */
export const NOMIC_BERT: WeightNames = {
  ...BERT,
  embeddingNorm: 'emb_ln',
  blocks: 'encoder.layers',
  operation: 'attn',
  operationNorm: 'norm1',
  feedForwardIn: 'mlp.fc1',
  feedForwardInGated: 'mlp.fc11',
  feedForwardGate: 'mlp.fc12',
  feedForwardOut: 'mlp.fc2',
  feedForwardNorm: 'norm2',
  queryKeyValue: 'Wqkv',
  output: 'out_proj',
};
