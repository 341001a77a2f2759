import type { Naming } from './architecture.ts';

/** How the weights of a model are called in its checkpoint, in the parts that models share. */
export interface WeightNames {
  readonly tokenEmbedding: string;
  readonly positions: string;
  readonly tokenTypes: string;
  readonly embeddingNorm: string;
  readonly embeddingProjection: string;
  readonly distances: string;
  readonly distanceNorm: string;
  /** Behind the first block. */
  readonly convolution: string;
  /** Each block adds its index, or the name of the weights that it shares. */
  readonly blocks: string;
  readonly finalNorm: string;
  readonly head: string;
  readonly headProjection: string;
  readonly pooler: string;
  /** Inside a block: its token-mixing operation, feed-forward layers and the norms of both. */
  readonly operation: string;
  readonly operationNorm: string;
  readonly crossOperation: string;
  readonly crossOperationNorm: string;
  readonly feedForwardIn: string;
  /** The same beside a gate, where that gives it another name. */
  readonly feedForwardInGated?: string;
  readonly feedForwardGate: string;
  /** Each further layer of a stack adds its index and `.dense`. */
  readonly feedForwardStack: string;
  readonly feedForwardOut: string;
  readonly feedForwardNorm: string;
  readonly router: string;
  /** Each expert adds its index and the names of its layers. */
  readonly experts: string;
  readonly expertIn: string;
  readonly expertGate: string;
  readonly expertOut: string;
  readonly sharedExpert: string;
  readonly sharedExpertGate: string;
  /** Inside the operation. */
  readonly query: string;
  readonly key: string;
  readonly value: string;
  readonly queryKeyValue: string;
  readonly output: string;
  readonly queryNorm: string;
  readonly keyNorm: string;
  readonly distanceBiases: string;
  readonly positionKey: string;
  readonly positionQuery: string;
  /** What has another name in the blocks of a decoder behind an encoder. */
  readonly decoder: Readonly<Partial<Record<DecoderPart, string>>>;
}

type DecoderPart =
  | 'blocks'
  | 'finalNorm'
  | 'crossOperation'
  | 'crossOperationNorm'
  | 'feedForwardIn'
  | 'feedForwardInGated'
  | 'feedForwardGate'
  | 'feedForwardStack'
  | 'feedForwardOut'
  | 'feedForwardNorm';

const BERT: WeightNames = {
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

const GPT2: WeightNames = {
  ...BERT,
  tokenEmbedding: 'transformer.wte',
  positions: 'transformer.wpe',
  tokenTypes: 'transformer.tte',
  embeddingNorm: 'transformer.ln_e',
  embeddingProjection: 'transformer.wte_proj',
  distances: 'transformer.rel_embeddings',
  distanceNorm: 'transformer.rel_embeddings.ln',
  blocks: 'transformer.h',
  finalNorm: 'transformer.ln_f',
  head: 'lm_head',
  headProjection: 'lm_head_proj',
  pooler: 'pooler',
  operation: 'attn',
  operationNorm: 'ln_1',
  crossOperation: 'crossattention',
  crossOperationNorm: 'ln_cross_attn',
  feedForwardIn: 'mlp.c_fc',
  feedForwardGate: 'mlp.gate',
  feedForwardStack: 'mlp.stack',
  feedForwardOut: 'mlp.c_proj',
  feedForwardNorm: 'ln_2',
  queryKeyValue: 'c_attn',
  output: 'c_proj',
};

/** A model of the transformers library without the head: its weights have a prefix in checkpoints. */
function prefixed(names: WeightNames, prefix: string): WeightNames {
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

const DISTILBERT = prefixed(
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

const ALBERT = prefixed(
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

const DEBERTA_V2 = prefixed(
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

const LLAMA: WeightNames = {
  ...GPT2,
  tokenEmbedding: 'model.embed_tokens',
  positions: 'model.embed_positions',
  tokenTypes: 'model.embed_token_types',
  embeddingNorm: 'model.embed_norm',
  embeddingProjection: 'model.embed_proj',
  distances: 'model.rel_embeddings',
  distanceNorm: 'model.rel_embeddings.norm',
  blocks: 'model.layers',
  finalNorm: 'model.norm',
  operation: 'self_attn',
  operationNorm: 'input_layernorm',
  crossOperation: 'cross_attn',
  crossOperationNorm: 'cross_attn_layernorm',
  feedForwardIn: 'mlp.up_proj',
  feedForwardGate: 'mlp.gate_proj',
  feedForwardStack: 'mlp.stack',
  feedForwardOut: 'mlp.down_proj',
  feedForwardNorm: 'post_attention_layernorm',
  router: 'mlp.gate',
  experts: 'mlp.experts',
  expertIn: 'up_proj',
  expertGate: 'gate_proj',
  expertOut: 'down_proj',
  sharedExpert: 'mlp.shared_expert',
  sharedExpertGate: 'mlp.shared_expert_gate',
  query: 'q_proj',
  key: 'k_proj',
  value: 'v_proj',
  queryKeyValue: 'qkv_proj',
  output: 'o_proj',
  queryNorm: 'q_norm',
  keyNorm: 'k_norm',
};

const OPT: WeightNames = {
  ...LLAMA,
  tokenEmbedding: 'model.decoder.embed_tokens',
  positions: 'model.decoder.embed_positions',
  embeddingProjection: 'model.decoder.project_in',
  blocks: 'model.decoder.layers',
  finalNorm: 'model.decoder.final_layer_norm',
  headProjection: 'model.decoder.project_out',
  operationNorm: 'self_attn_layer_norm',
  feedForwardIn: 'fc1',
  feedForwardGate: 'fc_gate',
  feedForwardStack: 'fc_stack',
  feedForwardOut: 'fc2',
  feedForwardNorm: 'final_layer_norm',
  output: 'out_proj',
};

const GPT_NEOX: WeightNames = {
  ...LLAMA,
  tokenEmbedding: 'gpt_neox.embed_in',
  positions: 'gpt_neox.embed_positions',
  embeddingProjection: 'gpt_neox.embed_proj',
  blocks: 'gpt_neox.layers',
  finalNorm: 'gpt_neox.final_layer_norm',
  head: 'embed_out',
  operation: 'attention',
  feedForwardIn: 'mlp.dense_h_to_4h',
  feedForwardOut: 'mlp.dense_4h_to_h',
  queryKeyValue: 'query_key_value',
  output: 'dense',
};

const T5: WeightNames = {
  ...LLAMA,
  tokenEmbedding: 'shared',
  blocks: 'encoder.block',
  finalNorm: 'encoder.final_layer_norm',
  operation: 'layer.0.SelfAttention',
  operationNorm: 'layer.0.layer_norm',
  crossOperation: 'layer.cross.EncDecAttention',
  crossOperationNorm: 'layer.cross.layer_norm',
  feedForwardIn: 'layer.1.DenseReluDense.wi',
  feedForwardInGated: 'layer.1.DenseReluDense.wi_1',
  feedForwardGate: 'layer.1.DenseReluDense.wi_0',
  feedForwardStack: 'layer.1.DenseReluDense.stack',
  feedForwardOut: 'layer.1.DenseReluDense.wo',
  feedForwardNorm: 'layer.1.layer_norm',
  query: 'q',
  key: 'k',
  value: 'v',
  output: 'o',
  distanceBiases: 'relative_attention_bias',
  decoder: {
    blocks: 'decoder.block',
    finalNorm: 'decoder.final_layer_norm',
    crossOperation: 'layer.1.EncDecAttention',
    crossOperationNorm: 'layer.1.layer_norm',
    feedForwardIn: 'layer.2.DenseReluDense.wi',
    feedForwardInGated: 'layer.2.DenseReluDense.wi_1',
    feedForwardGate: 'layer.2.DenseReluDense.wi_0',
    feedForwardStack: 'layer.2.DenseReluDense.stack',
    feedForwardOut: 'layer.2.DenseReluDense.wo',
    feedForwardNorm: 'layer.2.layer_norm',
  },
};

/**
 * Weight names after the checkpoints of the transformers library, of LitGPT, and of the
 * Transformer-XL of its authors. `bert` is BERT alone, `bert-checkpoint` the model inside one with a
 * head. A part that a model has not gets a name in the manner of the others.
 */
export const WEIGHT_NAMES: Readonly<Record<Naming, WeightNames>> = {
  albert: ALBERT,
  bert: BERT,
  'bert-checkpoint': prefixed(BERT, 'bert'),
  'deberta-v2': DEBERTA_V2,
  distilbert: DISTILBERT,
  electra: prefixed(BERT, 'electra'),
  gpt2: GPT2,
  'gpt-neox': GPT_NEOX,
  llama: LLAMA,
  mixtral: {
    ...LLAMA,
    router: 'block_sparse_moe.gate',
    experts: 'block_sparse_moe.experts',
    expertIn: 'w3',
    expertGate: 'w1',
    expertOut: 'w2',
  },
  opt: OPT,
  phi: {
    ...LLAMA,
    finalNorm: 'model.final_layernorm',
    feedForwardIn: 'mlp.fc1',
    feedForwardOut: 'mlp.fc2',
    output: 'dense',
    queryNorm: 'q_layernorm',
    keyNorm: 'k_layernorm',
  },
  roberta: prefixed(BERT, 'roberta'),
  t5: T5,
  litgpt: {
    ...GPT2,
    operationNorm: 'norm_1',
    feedForwardIn: 'mlp.fc',
    feedForwardOut: 'mlp.proj',
    feedForwardNorm: 'norm_2',
    queryKeyValue: 'attn',
    output: 'proj',
  },
  'transformer-xl': {
    ...GPT2,
    tokenEmbedding: 'word_emb',
    positions: 'pos_emb',
    tokenTypes: 'type_emb',
    embeddingNorm: 'emb_norm',
    embeddingProjection: 'emb_proj',
    blocks: 'layers',
    finalNorm: 'layer_norm',
    head: 'crit',
    operation: 'dec_attn',
    operationNorm: 'dec_attn.layer_norm',
    feedForwardIn: 'pos_ff.CoreNet.0',
    feedForwardStack: 'pos_ff.stack',
    feedForwardOut: 'pos_ff.CoreNet.3',
    feedForwardNorm: 'pos_ff.layer_norm',
    queryKeyValue: 'qkv_net',
    output: 'o_net',
  },
};
