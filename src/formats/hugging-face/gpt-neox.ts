import { z } from 'zod';
import { defineFamily } from './family.ts';
import {
  checkHeads,
  deviation,
  feedForward,
  flag,
  heads,
  layers,
  recordKeys,
  width,
  words,
} from './keys.ts';

/** GPT-NeoX (Black et al. 2022), and Pythia: rotary positions, parallel blocks. */
export const gptNeox = defineFamily({
  modelType: 'gpt_neox',
  schema: () =>
    z.object({
      ...recordKeys('gpt_neox'),
      vocab_size: words(50_432),
      hidden_size: width(6144),
      num_hidden_layers: layers(44),
      num_attention_heads: heads(64),
      intermediate_size: feedForward(24_576),
      attention_bias: flag(true),
      use_parallel_residual: flag(true),
      tie_word_embeddings: flag(false),
      initializer_range: deviation(),
    }),
  findConflicts: (config, issue) => {
    checkHeads(
      ['hidden_size', config.hidden_size],
      ['num_attention_heads', config.num_attention_heads],
      issue,
    );
  },
  architectureOf: (config) => ({
    family: 'decoder',
    naming: 'gpt-neox',
    embedding: {
      vocabSize: config.vocab_size,
      embeddingSize: config.hidden_size,
      maxPositionEmbeddings: 0,
      typeVocabSize: 0,
      norm: false,
    },
    blocks: Array.from({ length: config.num_hidden_layers }, () => ({
      hiddenSize: config.hidden_size,
      operation: {
        kind: 'self-attention',
        similarity: 'scaled-dot-product',
        fusedQueryKeyValue: true,
        queryKeyValueBias: config.attention_bias,
        outputBias: config.attention_bias,
      },
      numAttentionHeads: config.num_attention_heads,
      feedForwardWidths: [config.intermediate_size],
      norm: 'pre',
      ...(config.use_parallel_residual && { parallel: 'separate-norms' }),
    })),
    finalNorm: true,
    head: { kind: 'linear', tied: config.tie_word_embeddings },
    initializerRange: config.initializer_range,
  }),
});
