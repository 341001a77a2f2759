import type { Naming } from './architecture.ts';

/** How the weights of a model are called in its checkpoint, in the parts that models share. */
export interface WeightNames {
  readonly words: string;
  readonly positions: string;
  readonly tokenTypes: string;
  readonly embeddingNorm: string;
  readonly embeddingProjection: string;
  /** Each block adds its index. */
  readonly blocks: string;
  readonly finalNorm: string;
  readonly head: string;
  /** Inside a block: its token-mixing operation, feed-forward layers and the norms of both. */
  readonly operation: string;
  readonly operationNorm: string;
  readonly feedForwardIn: string;
  /** Each further layer of a stack adds its index and `.dense`. */
  readonly feedForwardStack: string;
  readonly feedForwardOut: string;
  readonly feedForwardNorm: string;
  /** Inside the operation. */
  readonly queryKeyValue: string;
  readonly output: string;
}

const BERT: WeightNames = {
  words: 'embeddings.word_embeddings',
  positions: 'embeddings.position_embeddings',
  tokenTypes: 'embeddings.token_type_embeddings',
  embeddingNorm: 'embeddings.LayerNorm',
  embeddingProjection: 'embeddings_project',
  blocks: 'encoder.layer',
  finalNorm: 'encoder.LayerNorm',
  head: 'cls.predictions',
  operation: 'attention',
  operationNorm: 'attention.output.LayerNorm',
  feedForwardIn: 'intermediate.dense',
  feedForwardStack: 'intermediate.stack',
  feedForwardOut: 'output.dense',
  feedForwardNorm: 'output.LayerNorm',
  queryKeyValue: 'self.query_key_value',
  output: 'output.dense',
};

const GPT2: WeightNames = {
  words: 'transformer.wte',
  positions: 'transformer.wpe',
  tokenTypes: 'transformer.tte',
  embeddingNorm: 'transformer.ln_e',
  embeddingProjection: 'transformer.wte_proj',
  blocks: 'transformer.h',
  finalNorm: 'transformer.ln_f',
  head: 'lm_head',
  operation: 'attn',
  operationNorm: 'ln_1',
  feedForwardIn: 'mlp.c_fc',
  feedForwardStack: 'mlp.stack',
  feedForwardOut: 'mlp.c_proj',
  feedForwardNorm: 'ln_2',
  queryKeyValue: 'c_attn',
  output: 'c_proj',
};

/**
 * Weight names after the checkpoints of BERT and GPT-2 (transformers), LitGPT, and the Transformer-XL
 * of its authors. A part that a model has not gets a name in the manner of the others.
 */
export const WEIGHT_NAMES: Readonly<Record<Naming, WeightNames>> = {
  bert: BERT,
  gpt2: GPT2,
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
    words: 'word_emb',
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
