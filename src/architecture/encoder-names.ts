import type { WeightNames } from './weight-names.ts';

/** The names of BERT alone, without a head. */
export const BERT: WeightNames = {
  tokenEmbedding: 'embeddings.word_embeddings',
  positions: 'embeddings.position_embeddings',
  tokenTypes: 'embeddings.token_type_embeddings',
  embeddingNorm: 'embeddings.LayerNorm',
  embeddingProjection: 'embeddings_project',
  patches: 'embeddings.patch_embeddings.projection',
  patchPositions: 'embeddings.position_embeddings',
  classToken: 'embeddings.cls_token',
  furtherTokens: 'embeddings.register_tokens',
  maskToken: 'embeddings.mask_token',
  firstConvolution: 'conv1',
  secondConvolution: 'conv2',
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
  operationOutputNorm: 'attention.output.output_norm',
  operationScale: 'layer_scale1.lambda1',
  crossOperation: 'crossattention',
  crossOperationNorm: 'crossattention.output.LayerNorm',
  crossOperationOutputNorm: 'crossattention.output.output_norm',
  crossOperationScale: 'cross_layer_scale.lambda1',
  feedForwardIn: 'intermediate.dense',
  feedForwardGate: 'intermediate.gate',
  feedForwardInFused: 'intermediate.gate_and_dense',
  feedForwardStack: 'intermediate.stack',
  feedForwardOut: 'output.dense',
  feedForwardNorm: 'output.LayerNorm',
  feedForwardOutputNorm: 'output.output_norm',
  feedForwardScale: 'layer_scale2.lambda1',
  feedForwards: 'ffn',
  bottleneckIn: 'bottleneck.input',
  bottleneckQueries: 'bottleneck.attention',
  bottleneckOut: 'output.bottleneck',
  router: 'router',
  experts: 'experts',
  expertIn: 'intermediate.dense',
  expertGate: 'intermediate.gate',
  expertInFused: 'intermediate.gate_and_dense',
  expertOut: 'output.dense',
  sharedExpert: 'shared_expert',
  sharedExpertGate: 'shared_expert_gate',
  query: 'self.query',
  key: 'self.key',
  value: 'self.value',
  queryKeyValue: 'self.query_key_value',
  queryBias: 'self.q_bias',
  keyBias: 'self.k_bias',
  valueBias: 'self.v_bias',
  queryDown: 'self.query_down',
  queryDownNorm: 'self.query_down_norm',
  queryUp: 'self.query_up',
  keyValueDown: 'self.key_value_down',
  keyValueDownNorm: 'self.key_value_down_norm',
  keyValueUp: 'self.key_value_up',
  output: 'output.dense',
  queryNorm: 'self.query_norm',
  keyNorm: 'self.key_norm',
  distanceBiases: 'self.relative_attention_bias',
  sinks: 'self.sinks',
  depthwise: 'self.depthwise',
  pointwise: 'self.pointwise',
  convolutionKernel: 'self.conv_kernel',
  convolutionOutput: 'self.conv_out',
  positionKey: 'self.pos_key_proj',
  positionQuery: 'self.pos_query_proj',
  decoder: {
    tokenEmbedding: 'decoder.embed_tokens',
    positions: 'decoder.embed_positions',
    embeddingNorm: 'decoder.layernorm_embedding',
    blocks: 'decoder.layer',
    finalNorm: 'decoder.LayerNorm',
  },
};

/** The parts outside the blocks that belong to a model without its head. */
const MODEL_PARTS = [
  ...['tokenEmbedding', 'positions', 'tokenTypes', 'embeddingNorm', 'embeddingProjection'],
  ...['patches', 'patchPositions', 'classToken', 'furtherTokens', 'maskToken'],
  ...['firstConvolution', 'secondConvolution', 'distances', 'distanceNorm', 'convolution'],
  ...['blocks', 'finalNorm', 'pooler'],
] as const satisfies readonly (keyof WeightNames)[];

/** A model of the transformers library without the head: its weights have a prefix in checkpoints. */
export function prefixed(names: WeightNames, prefix: string): WeightNames {
  const changed = MODEL_PARTS.map((part) => [part, `${prefix}.${names[part]}`] as const);
  return { ...names, ...Object.fromEntries<string>(changed) };
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
