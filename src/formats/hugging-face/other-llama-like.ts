import { z } from 'zod';
import { LIMITS } from '../limits.ts';
import { activationName } from './activations.ts';
import { epsilon, flag, layers, orNull, recordKeys } from './keys.ts';
import { commonKeys, sizeKeys } from './llama-like-keys.ts';
import { defineLlamaLike } from './llama-like.ts';

/** InternLM2 and 2.5 (Cai et al. 2024): query, key and value in one matrix, by heads of keys. */
export const internlm2 = defineLlamaLike({
  modelType: 'internlm2',
  schema: () =>
    z.object({
      ...recordKeys('internlm2'),
      ...sizeKeys({
        ...{ vocab: 103_168, hidden: 4096, depth: 32, heads: 32, shared: null },
        feedForward: 11_008,
      }),
      ...commonKeys({ context: 2048 }),
      bias: flag(true),
    }),
  traits: { naming: 'internlm2', fusedQueryKeyValue: true, fusedRows: 'heads' },
});

/**
 * Baichuan 1 and 2 (Yang et al. 2023). Those of 13 B have no rotary positions, and no key for how
 * many there are.
 */
export const baichuan = defineLlamaLike({
  modelType: 'baichuan',
  schema: () => {
    const { num_key_value_heads: _, ...sizes } = sizeKeys({
      ...{ vocab: 64_000, hidden: 5120, depth: 40, heads: 40, shared: null },
      feedForward: 13_696,
    });
    return z.object({ ...recordKeys('baichuan'), ...sizes, ...commonKeys() });
  },
  passedOver: ['z_loss_weight'],
  traits: {
    naming: 'baichuan',
    fusedQueryKeyValue: true,
    positionsOf: ({ max_position_embeddings: most }) =>
      (most ?? null) === null ? { kind: 'alibi' } : null,
  },
});

/** EXAONE 3 and 3.5 (LG AI Research 2024): Llama under the names of GPT-2. */
export const exaone = defineLlamaLike({
  modelType: 'exaone',
  schema: () => {
    const { num_hidden_layers: _, ...sizes } = sizeKeys({
      ...{ vocab: 102_400, hidden: 2048, depth: 32, heads: 32, shared: null },
      feedForward: 8192,
    });
    const {
      hidden_act: __,
      rms_norm_eps: ___,
      ...keys
    } = commonKeys({ tied: true, context: 2048 });
    return z.object({
      ...recordKeys('exaone'),
      ...sizes,
      intermediate_size: orNull(LIMITS.feedForwardWidth),
      ...keys,
      num_layers: layers(32),
      head_dim: orNull(LIMITS.hiddenSize),
      activation_function: activationName('silu'),
      layer_norm_epsilon: epsilon(1e-6),
    });
  },
  aliases: { num_hidden_layers: 'num_layers' },
  passedOver: ['embed_dropout', 'resid_dropout'],
  traits: { naming: 'exaone' },
});
