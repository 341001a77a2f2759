import { LLAMA } from './decoder-names.ts';
import type { WeightNames } from './weight-names.ts';

/** The names of BART and its descendants, whose stacks share the embedding of tokens. */
export const BART: WeightNames = {
  ...LLAMA,
  tokenEmbedding: 'model.shared',
  positions: 'model.encoder.embed_positions',
  embeddingNorm: 'model.encoder.layernorm_embedding',
  blocks: 'model.encoder.layers',
  finalNorm: 'model.encoder.layer_norm',
  operationNorm: 'self_attn_layer_norm',
  crossOperation: 'encoder_attn',
  crossOperationNorm: 'encoder_attn_layer_norm',
  feedForwardIn: 'fc1',
  feedForwardGate: 'fc_gate',
  feedForwardStack: 'fc_stack',
  feedForwardOut: 'fc2',
  feedForwardNorm: 'final_layer_norm',
  output: 'out_proj',
  firstConvolution: 'model.encoder.conv1',
  secondConvolution: 'model.encoder.conv2',
  decoder: {
    ...LLAMA.decoder,
    tokenEmbedding: 'model.decoder.embed_tokens',
    positions: 'model.decoder.embed_positions',
    embeddingNorm: 'model.decoder.layernorm_embedding',
    blocks: 'model.decoder.layers',
    finalNorm: 'model.decoder.layer_norm',
  },
};

/** The same of a model whose decoder has a vocabulary of its own, as of Marian. */
export const BART_TWO_VOCABULARIES: WeightNames = {
  ...BART,
  tokenEmbedding: 'model.encoder.embed_tokens',
};

/** The names of Whisper, whose encoder reads spectrograms. */
export const WHISPER: WeightNames = { ...BART, head: 'proj_out' };
