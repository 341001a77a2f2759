import { z } from 'zod';
import {
  completeBlock,
  completeModel,
  completeOperation,
} from '../../architecture/complete-architecture.ts';
import { ACTIVATION_NAMES, activationName } from './activations.ts';
import { defineFamily } from './family.ts';
import {
  checkHeads,
  deviation,
  epsilon,
  feedForward,
  flag,
  heads,
  layers,
  recordKeys,
  tokens,
  width,
} from './keys.ts';
import { rotaryBase, rotaryFraction, rotaryKeys, rotaryOf } from './rotary.ts';

/** GPT-NeoX (Black et al. 2022), and Pythia: rotary positions, parallel blocks. */
export const gptNeox = defineFamily({
  modelType: 'gpt_neox',
  schema: () =>
    z.object({
      ...recordKeys('gpt_neox'),
      vocab_size: tokens(50_432),
      hidden_size: width(6144),
      num_hidden_layers: layers(44),
      num_attention_heads: heads(64),
      intermediate_size: feedForward(24_576),
      attention_bias: flag(true),
      use_parallel_residual: flag(true),
      tie_word_embeddings: flag(false),
      initializer_range: deviation(),
      hidden_act: activationName('gelu'),
      layer_norm_eps: epsilon(1e-5),
      rotary_pct: rotaryFraction(0.25),
      rotary_emb_base: rotaryBase(),
      ...rotaryKeys(2048),
    }),
  findConflicts: (config, issue) => {
    checkHeads(
      ['hidden_size', config.hidden_size],
      ['num_attention_heads', config.num_attention_heads],
      issue,
    );
  },
  architectureOf: (config) => {
    const block = completeBlock(
      {
        hiddenSize: config.hidden_size,
        operation: completeOperation({
          kind: 'self-attention',
          similarity: 'scaled-dot-product',
          fusedQueryKeyValue: true,
          fusedRows: 'heads',
          queryKeyValueBias: config.attention_bias,
          outputBias: config.attention_bias,
        }),
        numAttentionHeads: config.num_attention_heads,
        feedForwardWidths: [config.intermediate_size],
        activation: ACTIVATION_NAMES[config.hidden_act],
        norm: 'pre',
        parallel: config.use_parallel_residual ? 'separate-norms' : null,
      },
      { family: 'decoder' },
    );
    return completeModel(
      {
        family: 'decoder',
        naming: 'gpt-neox',
        embedding: {
          vocabSize: config.vocab_size,
          embeddingSize: config.hidden_size,
          maxPositionEmbeddings: 0,
          typeVocabSize: 0,
          norm: false,
        },
        positions: rotaryOf(config, {
          base: config.rotary_emb_base ?? 10_000,
          fraction: config.rotary_pct,
        }),
        normEpsilon: config.layer_norm_eps,
        finalNorm: true,
        head: { kind: 'linear', tied: config.tie_word_embeddings },
        initializerRange: config.initializer_range,
      },
      Array.from({ length: config.num_hidden_layers }, () => block),
    );
  },
});
