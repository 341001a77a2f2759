import { z } from 'zod';
import {
  completeBlock,
  completeModel,
  PLAIN_ATTENTION,
} from '../../architecture/complete-architecture.ts';
import { ACTIVATION_NAMES, activationName } from './activations.ts';
import { defineFamily } from './family.ts';
import {
  checkHeads,
  deviation,
  feedForward,
  heads,
  layers,
  positions,
  recordKeys,
  tokens,
  width,
} from './keys.ts';

/** DistilBERT (Sanh et al. 2019): neither token types nor a pooler. */
export const distilbert = defineFamily({
  modelType: 'distilbert',
  schema: () =>
    z.object({
      ...recordKeys('distilbert'),
      vocab_size: tokens(30_522),
      dim: width(768),
      n_layers: layers(6),
      n_heads: heads(12),
      hidden_dim: feedForward(3072),
      max_position_embeddings: positions(512),
      initializer_range: deviation(),
      activation: activationName('gelu'),
    }),
  aliases: { hidden_size: 'dim', num_attention_heads: 'n_heads', num_hidden_layers: 'n_layers' },
  // Sinusoidal positions are an embedding matrix as well, which training leaves as it is.
  passedOver: [
    'sinusoidal_pos_embds',
    'qa_dropout',
    'seq_classif_dropout',
    'tie_weights_',
    'tie_word_embeddings',
  ],
  findConflicts: (config, issue) => {
    checkHeads(['dim', config.dim], ['n_heads', config.n_heads], issue);
  },
  architectureOf: (config) => {
    const block = completeBlock(
      {
        hiddenSize: config.dim,
        operation: PLAIN_ATTENTION,
        numAttentionHeads: config.n_heads,
        feedForwardWidths: [config.hidden_dim],
        activation: ACTIVATION_NAMES[config.activation],
      },
      { family: 'encoder' },
    );
    return completeModel(
      {
        family: 'encoder',
        naming: 'distilbert',
        embedding: {
          vocabSize: config.vocab_size,
          embeddingSize: config.dim,
          maxPositionEmbeddings: config.max_position_embeddings,
          typeVocabSize: 0,
        },
        initializerRange: config.initializer_range,
      },
      Array.from({ length: config.n_layers }, () => block),
    );
  },
});
