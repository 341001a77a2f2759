import type { WeightNames } from './weight-names.ts';

/** The names of BERT alone, without a head. */
export const BERT: WeightNames = {
  tokenEmbedding: 'embeddings.word_embeddings',
  positions: 'embeddings.position_embeddings',
  tokenTypes: 'embeddings.token_type_embeddings',
  embeddingNorm: 'embeddings.LayerNorm',
  embeddingProjection: 'embeddings_project',
  distances: 'encoder.rel_embeddings',
  distanceNorm: 'encoder.rel_embeddings.LayerNorm',
  convolution: 'encoder.conv',
  blocks: 'encoder.layer',
  finalNorm: 'encoder.LayerNorm',
  head: 'cls.predictions',
  headProjection: 'cls.predictions.transform.dense',
  pooler: 'pooler.dense',
  operation: 'attention',
  operationNorm: 'attention.output.LayerNorm',
  crossOperation: 'crossattention',
  crossOperationNorm: 'crossattention.output.LayerNorm',
  feedForwardIn: 'intermediate.dense',
  feedForwardGate: 'intermediate.gate',
  feedForwardStack: 'intermediate.stack',
  feedForwardOut: 'output.dense',
  feedForwardNorm: 'output.LayerNorm',
  router: 'router',
  experts: 'experts',
  expertIn: 'intermediate.dense',
  expertGate: 'intermediate.gate',
  expertOut: 'output.dense',
  sharedExpert: 'shared_expert',
  sharedExpertGate: 'shared_expert_gate',
  query: 'self.query',
  key: 'self.key',
  value: 'self.value',
  queryKeyValue: 'self.query_key_value',
  output: 'output.dense',
  queryNorm: 'self.query_norm',
  keyNorm: 'self.key_norm',
  distanceBiases: 'self.relative_attention_bias',
  positionKey: 'self.pos_key_proj',
  positionQuery: 'self.pos_query_proj',
  decoder: { blocks: 'decoder.layer', finalNorm: 'decoder.LayerNorm' },
};

/** A model of the transformers library without the head: its weights have a prefix in checkpoints. */
export function prefixed(names: WeightNames, prefix: string): WeightNames {
  const { tokenEmbedding, positions, tokenTypes, embeddingNorm, embeddingProjection } = names;
  return {
    ...names,
    tokenEmbedding: `${prefix}.${tokenEmbedding}`,
    positions: `${prefix}.${positions}`,
    tokenTypes: `${prefix}.${tokenTypes}`,
    embeddingNorm: `${prefix}.${embeddingNorm}`,
    embeddingProjection: `${prefix}.${embeddingProjection}`,
    distances: `${prefix}.${names.distances}`,
    distanceNorm: `${prefix}.${names.distanceNorm}`,
    convolution: `${prefix}.${names.convolution}`,
    blocks: `${prefix}.${names.blocks}`,
    finalNorm: `${prefix}.${names.finalNorm}`,
    pooler: `${prefix}.${names.pooler}`,
  };
}

/** The names of DistilBERT. */
export const DISTILBERT = prefixed(
  {
    ...BERT,
    blocks: 'transformer.layer',
    operationNorm: 'sa_layer_norm',
    feedForwardIn: 'ffn.lin1',
    feedForwardStack: 'ffn.stack',
    feedForwardOut: 'ffn.lin2',
    feedForwardNorm: 'output_layer_norm',
    query: 'q_lin',
    key: 'k_lin',
    value: 'v_lin',
    output: 'out_lin',
  },
  'distilbert',
);

/** The names of ALBERT. */
export const ALBERT = prefixed(
  {
    ...BERT,
    embeddingProjection: 'encoder.embedding_hidden_mapping_in',
    blocks: 'encoder.albert_layer_groups',
    pooler: 'pooler',
    operationNorm: 'attention.LayerNorm',
    feedForwardIn: 'ffn',
    feedForwardStack: 'ffn_stack',
    feedForwardOut: 'ffn_output',
    feedForwardNorm: 'full_layer_layer_norm',
    query: 'query',
    key: 'key',
    value: 'value',
    output: 'dense',
  },
  'albert',
);

/** The names of DeBERTa-v2 and v3. */
export const DEBERTA_V2 = prefixed(
  {
    ...BERT,
    embeddingProjection: 'embeddings.embed_proj',
    distanceNorm: 'encoder.LayerNorm',
    // A model of the family has none, and the name of others is taken.
    finalNorm: 'encoder.final_LayerNorm',
    query: 'self.query_proj',
    key: 'self.key_proj',
    value: 'self.value_proj',
  },
  'deberta',
);
