import { z } from 'zod';
import { defineFamily } from './family.ts';
import {
  checkHeads,
  deviation,
  feedForward,
  heads,
  layers,
  positions,
  recordKeys,
  width,
  words,
} from './keys.ts';

/** DistilBERT (Sanh et al. 2019): neither token types nor a pooler. */
export const distilbert = defineFamily({
  modelType: 'distilbert',
  schema: () =>
    z.object({
      ...recordKeys('distilbert'),
      vocab_size: words(30_522),
      dim: width(768),
      n_layers: layers(6),
      n_heads: heads(12),
      hidden_dim: feedForward(3072),
      max_position_embeddings: positions(512),
      initializer_range: deviation(),
    }),
  aliases: { hidden_size: 'dim', num_attention_heads: 'n_heads', num_hidden_layers: 'n_layers' },
  // Sinusoidal positions are a table as well, which training leaves as it is.
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
  architectureOf: (config) => ({
    family: 'encoder',
    naming: 'distilbert',
    embedding: {
      vocabSize: config.vocab_size,
      embeddingSize: config.dim,
      maxPositionEmbeddings: config.max_position_embeddings,
      typeVocabSize: 0,
    },
    blocks: Array.from({ length: config.n_layers }, () => ({
      hiddenSize: config.dim,
      operation: { kind: 'self-attention', similarity: 'scaled-dot-product' },
      numAttentionHeads: config.n_heads,
      feedForwardWidths: [config.hidden_dim],
    })),
    initializerRange: config.initializer_range,
  }),
});
