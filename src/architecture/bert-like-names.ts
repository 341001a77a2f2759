import { BERT, prefixed } from './encoder-names.ts';
import type { WeightNames } from './weight-names.ts';

/** The names of MPNet; in checkpoints the biases of distances are outside the blocks. */
export const MPNET = prefixed(
  {
    ...BERT,
    operationNorm: 'attention.LayerNorm',
    query: 'attn.q',
    key: 'attn.k',
    value: 'attn.v',
    output: 'attn.o',
    distanceBiases: 'attn.relative_attention_bias',
  },
  'mpnet',
);

/** The names of XLM, with those of a block together: checkpoints have `attentions.0`, `ffns.0`. */
export const XLM = prefixed(
  {
    ...BERT,
    tokenEmbedding: 'embeddings',
    positions: 'position_embeddings',
    tokenTypes: 'lang_embeddings',
    embeddingNorm: 'layer_norm_emb',
    blocks: 'layers',
    operationNorm: 'layer_norm1',
    feedForwardIn: 'ffn.lin1',
    feedForwardOut: 'ffn.lin2',
    feedForwardNorm: 'layer_norm2',
    query: 'q_lin',
    key: 'k_lin',
    value: 'v_lin',
    output: 'out_lin',
  },
  'transformer',
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
