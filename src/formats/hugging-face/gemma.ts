import { z } from 'zod';
import { activationName } from './activations.ts';
import { defineFamily } from './family.ts';
import { deviation, feedForward, flag, heads, layers, recordKeys, tokens, width } from './keys.ts';
import { checkLlama, functionKeys, keyValueHeads, llamaOf } from './llama.ts';

/**
 * Gemma (Gemma team 2024): heads of a size of their own, and a head that is the token
 * embedding. Where `hidden_activation` is given, the library takes it in place of `hidden_act`.
 */
export const gemma = defineFamily({
  modelType: 'gemma',
  schema: () =>
    z.object({
      ...recordKeys('gemma'),
      vocab_size: tokens(256_000),
      hidden_size: width(3072),
      num_hidden_layers: layers(28),
      num_attention_heads: heads(16),
      num_key_value_heads: keyValueHeads(16),
      head_dim: keyValueHeads(256),
      intermediate_size: feedForward(24_576),
      attention_bias: flag(false),
      tie_word_embeddings: flag(true),
      initializer_range: deviation(),
      ...functionKeys('gelu_pytorch_tanh', 1e-6),
      hidden_activation: activationName('gelu_pytorch_tanh').unwrap().nullable().default(null),
    }),
  passedOver: ['use_bidirectional_attention'],
  findConflicts: checkLlama,
  architectureOf: (config) =>
    llamaOf(
      { ...config, hidden_act: config.hidden_activation ?? config.hidden_act },
      {
        attention: { queryKeyValueBias: config.attention_bias, outputBias: config.attention_bias },
      },
    ),
});
